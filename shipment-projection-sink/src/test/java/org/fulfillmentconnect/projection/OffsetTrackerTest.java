package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
    private static final TopicPartition FIRST = new TopicPartition("log", 0);
    private static final TopicPartition SECOND = new TopicPartition("log", 1);

    private final OffsetTracker offsets = new OffsetTracker();

    @BeforeEach
    void open() {
        offsets.opened(List.of(FIRST, SECOND));
    }

    private static SinkRecord record(TopicPartition partition, long offset) {
        return new SinkRecord(partition.topic(), partition.partition(), null, null, null, null, offset);
    }

    private Map<TopicPartition, OffsetAndMetadata> committable(long first, long second) {
        return offsets.committable(Map.of(FIRST, new OffsetAndMetadata(first), SECOND, new OffsetAndMetadata(second)));
    }

    @Test
    void aPartitionWithNothingUnderWayReturnsWhatItWasGiven() {
        assertThat(committable(5, 7))
                .isEqualTo(Map.of(FIRST, new OffsetAndMetadata(5), SECOND, new OffsetAndMetadata(7)));
    }

    @Test
    void nothingIsCommittedBeforeItIsStored() {
        offsets.delivered(record(FIRST, 4));

        assertThat(committable(5, 7)).isEqualTo(Map.of(SECOND, new OffsetAndMetadata(7)));
    }

    @Test
    void whatIsStoredIsCommittedWhileMoreIsUnderWay() {
        OffsetTracker.Assignment assignment = offsets.delivered(record(FIRST, 4));
        offsets.delivered(record(FIRST, 9));
        offsets.stored(Map.of(assignment, 5L));

        assertThat(committable(12, 7)).containsEntry(FIRST, new OffsetAndMetadata(5));

        offsets.stored(Map.of(assignment, 10L));

        // Records up to 12 were dropped by a transform.
        assertThat(committable(12, 7)).containsEntry(FIRST, new OffsetAndMetadata(12));
    }

    @Test
    void whatIsStoredForAnEarlierStayDoesNotCount() {
        OffsetTracker.Assignment earlier = offsets.delivered(record(FIRST, 99));
        offsets.closed(List.of(FIRST));
        offsets.opened(List.of(FIRST));
        offsets.delivered(record(FIRST, 4));
        offsets.stored(Map.of(earlier, 100L));

        assertThat(committable(5, 7)).doesNotContainKey(FIRST);
    }

    @Test
    void aKeptPartitionGoesOnWhenAnotherIsClosed() {
        OffsetTracker.Assignment kept = offsets.delivered(record(SECOND, 6));
        offsets.closed(List.of(FIRST));
        offsets.stored(Map.of(kept, 7L));

        assertThat(offsets.committable(Map.of(SECOND, new OffsetAndMetadata(7))))
                .isEqualTo(Map.of(SECOND, new OffsetAndMetadata(7)));
        assertThat(committable(5, 7)).doesNotContainKey(FIRST);
    }

    @Test
    void partitionsAreThoseOfTheLogWhateverTheTransformsRenamed() {
        SinkRecord renamed = new SinkRecord(
                "other", 3, null, null, null, null, 42, null, TimestampType.CREATE_TIME, null, "log", 0, 4);
        OffsetTracker.Assignment assignment = offsets.delivered(renamed);
        offsets.delivered(record(FIRST, 5));
        offsets.stored(Map.of(assignment, OffsetTracker.nextOffset(renamed)));

        assertThat(committable(6, 7)).containsEntry(FIRST, new OffsetAndMetadata(5));
    }
}
