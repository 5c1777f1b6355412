package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final TopicPartition PARTITION = new TopicPartition("log", 3);
    private static final FulfillmentEvent EVENT = Orders.steps(1, Orders.BEGIN).get(0);
    private final DataException reason = new DataException("the server refuses it");

    private final OffsetTracker offsets = new OffsetTracker();
    private final Reports reports = new Reports();
    private final Progress progress = new Progress();
    private final DeadLetters letters = new DeadLetters(reports, progress);

    @BeforeEach
    void open() {
        offsets.opened(List.of(PARTITION));
    }

    private static SinkRecord record(long offset) {
        return new SinkRecord(PARTITION.topic(), PARTITION.partition(), null, null, null, null, offset);
    }

    private Arrival delivered(long offset) {
        return Arrival.of(
                offsets.delivered(record(offset)),
                record(offset),
                EventReader.read(Orders.value(EVENT)).orElseThrow());
    }

    private void seek() {
        offsets.seek(Map.of(), Map.of(), List.of());
        offsets.sought();
    }

    @Test
    void areHandedOverWhenTheyAreDeliveredAgain() {
        letters.refused(List.of(delivered(42)), reason);
        assertThat(reports.all()).isEmpty();
        assertThat(letters.areWaiting(offsets)).isTrue();

        seek();
        assertThat(letters.areWaiting(offsets)).isFalse();
        assertThat(letters.reportIfRefused(record(41))).isFalse();
        assertThat(letters.reportIfRefused(record(42))).isTrue();
        delivered(42);

        assertThat(reports.offsets()).containsExactly(42L);
        assertThat(reports.all().get(0).reason()).isSameAs(reason);
        assertThat(letters.areWaiting(offsets)).isFalse();
        assertThat(progress.reportedSoFar()).isEqualTo(1);
    }

    @Test
    void areHandedOverOnceHoweverOftenTheyAreRefusedAndDeliveredUntilTheyAreDone() {
        Arrival arrival = delivered(42);
        letters.refused(List.of(arrival, arrival), reason);
        letters.refused(List.of(arrival), new DataException("another reason"));
        letters.reportIfRefused(record(42));

        assertThat(letters.reportIfRefused(record(42))).isTrue();

        assertThat(reports.all()).extracting(Reports.Report::reason).containsExactly(reason);
        letters.done(Map.of(PARTITION, 43L));
        assertThat(letters.reportIfRefused(record(42))).isFalse();
    }

    @Test
    void areNotWaitedForWhereThePartitionCameBackFartherOn() {
        letters.refused(List.of(delivered(42)), reason);
        offsets.closed(List.of(PARTITION));
        assertThat(letters.areWaiting(offsets)).isFalse();

        offsets.opened(List.of(PARTITION));
        delivered(50);

        assertThat(letters.areWaiting(offsets)).isFalse();
    }

    @Test
    void areForgottenWithTheirPartition() {
        letters.refused(List.of(delivered(42)), reason);
        letters.closed(List.of(PARTITION));

        assertThat(letters.reportIfRefused(record(42))).isFalse();
    }

    @Test
    void stopTheTaskWhereThereIsNoQueue() {
        assertThatThrownBy(() -> new DeadLetters(null, progress).refused(List.of(delivered(42)), reason))
                .isInstanceOf(ConnectException.class)
                .hasMessage("topic log, partition 3, offset 42: the server refuses it. The task stops, because the"
                        + " connector has no dead letter queue"
                        + " (errors.tolerance=all with errors.deadletterqueue.topic.name)");
    }
}
