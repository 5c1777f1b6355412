package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

/** Tables that hold less than the consumer's offsets say are filled from where they end. */
class ContinuityIT {
    private static final TopicPartition PARTITION = new TopicPartition(TaskRun.TOPIC, 0);

    private final TestDatabase database = new TestDatabase();
    private final List<FulfillmentEvent> events = Histories.of(51, 60);
    private final List<SinkRecord> records = TaskRun.records(events, 0);
    private final int half = records.size() / 2;

    @Test
    void tablesThatWereEmptiedUnderARunningTaskAreFilledFromTheBeginning() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(0, half), 20);
            database.execute("CALL empty_lane_kpis()");
            run.put(records.subList(half, half + 10));
            run.drain();
            assertThat(run.takeReadFrom()).isEqualTo(Map.of(PARTITION, 0L));
            run.deliver(records, 20);
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void tablesThatWereEmptiedWhileTheTaskWasDownAreFilledFromTheBeginning() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(0, half), 20);
        }
        database.execute("CALL empty_lane_kpis()");
        assertThat(placeAskedForByATaskThatGoesOnAt(half)).isEqualTo(Map.of(PARTITION, 0L));
    }

    @Test
    void tablesOfABackupAreFilledFromWhereTheyEnd() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(0, 30), 20);
        }
        assertThat(placeAskedForByATaskThatGoesOnAt(half)).isEqualTo(Map.of(PARTITION, 30L));
    }

    @Test
    void aRebuildThatWasCutShortGoesOnWhereItEnded() throws SQLException {
        tablesThatWereEmptiedWhileTheTaskWasDownAreFilledFromTheBeginning();
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(0, 40), 20);
        }
        // The consumer's offset of before was never overwritten.
        assertThat(placeAskedForByATaskThatGoesOnAt(half)).isEqualTo(Map.of(PARTITION, 40L));
    }

    private Map<TopicPartition, Long> placeAskedForByATaskThatGoesOnAt(int offset) throws SQLException {
        String before = database.digest();
        try (TaskRun run = new TaskRun(database.settings())) {
            run.put(records.subList(offset, offset + 10));
            run.drain();
            assertThat(database.digest()).isEqualTo(before);
            return run.takeReadFrom();
        }
    }

    /** Offsets have holes where transactions end, and a log may begin behind 0. */
    @Test
    void aPlaceIsAskedForOnce() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.put(records.subList(7, 20));
            run.drain();
            assertThat(run.takeReadFrom()).isEqualTo(Map.of(PARTITION, 0L));
            run.deliver(records.subList(7, records.size()), 20);
            assertThat(run.takeReadFrom()).isEmpty();
        }
        database.assertHolds(new BruteForce(events.subList(7, events.size()), Histories.ZONE));
        assertThat(database.number("SELECT next_offset FROM kpi_progress")).isEqualTo(records.size());
    }

    @Test
    void recordsThatWerePolledBeforeTheSeekAreNotStored() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.putOnce(records.subList(7, 20));
            // The window is written, and the hole seen, in the same call that brings the next records.
            run.putOnce(records.subList(20, 40));
            // Connect may commit before it goes back.
            assertThat(run.offsets()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(0)));
            assertThat(run.takeReadFrom()).isEqualTo(Map.of(PARTITION, 0L));
            run.putOnce(List.of());
            assertThat(database.number("SELECT count(*) FROM order_facts")).isZero();
        }
    }

    @Test
    void recordsThatTellNothingAndReportedOnesLeaveNoHole() throws SQLException {
        List<SinkRecord> useless = new ArrayList<>();
        for (int offset = half; offset < half + 5; offset++) {
            useless.add(TaskRun.record(offset % 2 == 0 ? null : "no event", 0, offset));
        }
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(0, half), 20);
            run.put(useless);
            run.put(List.of());
            assertThat(database.number("SELECT next_offset FROM kpi_progress")).isEqualTo(half + 5);
        }
    }

    @Test
    void recordsThatAnOperatorSkipsAreNotAskedForAgain() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(0, 30), 20);
        }
        Map<TopicPartition, Long> skipping = new HashMap<>();
        skipping.put(PARTITION, (long) half);
        skipping.put(new TopicPartition(TaskRun.TOPIC, 1), null);
        assertThat(new LaneKpiSinkConnector().alterOffsets(database.settings(), skipping))
                .isTrue();
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(half, records.size()), 20);
            assertThat(run.takeReadFrom()).isEmpty();
        }
        assertThat(database.number("SELECT next_offset FROM kpi_progress")).isEqualTo(records.size());
    }

    @Test
    void aReplayFromTheBeginningNeedsNoPosition() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records, 20);
        }
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records, 20);
            assertThat(run.takeReadFrom()).isEmpty();
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }
}
