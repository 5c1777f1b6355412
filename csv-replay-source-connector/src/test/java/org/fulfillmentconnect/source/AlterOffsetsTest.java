package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlterOffsetsTest {
    @TempDir
    Path folder;

    private CsvReplaySourceConnector connector;
    private String fingerprint = "";

    @BeforeEach
    void twoEventsAndOneReject() throws InterruptedException {
        OlistFiles.in(folder)
                .orders("o1,c1,shipped,2017-06-01 10:00:00,2017-06-01 10:00:00,,,", "o2,c1,shipped,never,,,,")
                .customers("c1,u1,campinas,SP");
        ReplayStart start = ReplayStarts.of(folder.toString(), Clock.systemUTC());
        connector = new CsvReplaySourceConnector(start);
        CsvReplaySourceTask task = new CsvReplaySourceTask(start);
        task.initialize(new StubTaskContext(Map.of()));
        task.start(TaskAssignment.deal(1, 1).get(0).addTo(settings()));
        SourceRecord record = Polls.next(task).get(0);
        fingerprint = String.valueOf(record.sourceOffset().get("fingerprint"));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,2", "rejects,0", "rejects,1"})
    void takesEveryPositionOfTheSequence(String shard, int position) {
        assertThat(alter(partition("test", shard), offset(position))).isTrue();
        assertThat(alter(partition("test", shard), offset((long) position))).isTrue();
    }

    @Test
    void takesAResetOfAnythingWithoutALookAtTheData() {
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(Map.of("dataset", "test", "shard", "0"), null);
        reset.put(Map.of("something", "else"), null);

        assertThat(connector.alterOffsets(Map.of(), reset)).isTrue();
        assertThat(connector.alterOffsets(Map.of(), Map.of())).isTrue();
    }

    @Test
    void takesAPositionUncheckedWhileTheDataAreAway() {
        Map<String, String> settings = settings();
        settings.put("csv.dir", folder.resolve("away").toString());

        assertThat(connector.alterOffsets(settings, Map.of(partition("test", "0"), offset(99))))
                .isTrue();
    }

    @Test
    void refusesOtherKeysInThePartition() {
        refuses(
                Map.of("file", "test"),
                offset(0),
                "expected {\"dataset\": \"test\", \"shard\": \"0\" to \"0\" or \"rejects\"} as the partition but found the"
                        + " keys [file]");
        refuses(
                null,
                offset(0),
                "expected {\"dataset\": \"test\", \"shard\": \"0\" to \"0\" or \"rejects\"} as the partition but found"
                        + " null");
    }

    @Test
    void refusesAnotherDataSet() {
        refuses(
                partition("other", "0"),
                offset(0),
                "expected {\"dataset\": \"test\", \"shard\": \"0\" to \"0\" or \"rejects\"} as the partition but found"
                        + " another dataset");
    }

    @Test
    void refusesAShardThatDoesNotExistOrIsNoString() {
        String message =
                "expected {\"dataset\": \"test\", \"shard\": \"0\" to \"0\" or \"rejects\"} as the partition but"
                        + " found another shard";
        refuses(partition("test", "1"), offset(0), message);
        refuses(partition("test", 0), offset(0), message);
    }

    @Test
    void refusesAPositionThatIsNoWholeNumberFrom0On() {
        refuses(
                partition("test", "0"),
                offset(-1L),
                "The offset of shard 0 does not fit: position: expected a whole number from 0 on but found -1");
        refuses(
                partition("test", "0"),
                offset(1.5),
                "The offset of shard 0 does not fit: position: expected a whole number from 0 on but found 1.5");
        refuses(
                partition("test", "0"),
                offset("1"),
                "The offset of shard 0 does not fit: position: expected a whole number from 0 on but found String");
        refuses(
                partition("test", "0"),
                Map.of("shards", 1, "fingerprint", fingerprint),
                "The offset of shard 0 does not fit: position: expected a whole number from 0 on but found null");
    }

    @Test
    void refusesAPositionBeyondTheEnd() {
        refuses(
                partition("test", "0"),
                offset(3),
                "The offset of shard 0 does not fit: its position is 3, but the sequence ends at 2");
        refuses(
                partition("test", "rejects"),
                offset(2),
                "The offset of shard rejects does not fit: its position is 2, but the sequence ends at 1");
    }

    @Test
    void refusesOtherShardsAndOtherData() {
        refuses(
                partition("test", "0"),
                Map.of("position", 0, "shards", 2, "fingerprint", fingerprint),
                "The offset of shard 0 does not fit: it was stored with shards=2, but shards is 1");
        refuses(
                partition("test", "0"),
                Map.of("position", 0, "shards", 1, "fingerprint", fingerprint.replace("Sao_Paulo", "Recife")),
                "The offset of shard 0 does not fit: the data or the settings that decide the events have changed since it"
                        + " was stored: time.zone (was America/Recife, is America/Sao_Paulo)");
        refuses(
                partition("test", "0"),
                Map.of("position", 0, "shards", 1),
                "The offset of shard 0 does not fit: fingerprint: expected a string but found null");
    }

    private void refuses(@Nullable Map<String, ?> partition, Map<String, ?> offset, String message) {
        Map<Map<String, ?>, Map<String, ?>> offsets = Collections.singletonMap(partition, offset);
        assertThatThrownBy(() -> connector.alterOffsets(settings(), offsets))
                .isInstanceOf(ConnectException.class)
                .hasMessage(message);
    }

    private boolean alter(Map<String, ?> partition, Map<String, ?> offset) {
        return connector.alterOffsets(settings(), Map.of(partition, offset));
    }

    private static Map<String, ?> partition(String dataset, Object shard) {
        return Map.of("dataset", dataset, "shard", shard);
    }

    private Map<String, ?> offset(Object position) {
        return Map.of("position", position, "shards", 1, "fingerprint", fingerprint);
    }

    private Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "dataset", "test",
                "csv.dir", folder.toString(),
                "time.zone", "America/Sao_Paulo",
                "shards", "1"));
    }
}
