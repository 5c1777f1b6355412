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

    private Map<TopicPartition, OffsetAndMetadata> committable() {
        return offsets.committable(List.of(FIRST, SECOND));
    }

    private Map<OffsetTracker.Assignment, Long> passed(long first) {
        return offsets.passed(Map.of(FIRST, new OffsetAndMetadata(first)));
    }

    @Test
    void nothingIsCommittedBeforeItIsStored() {
        offsets.delivered(record(FIRST, 4));

        assertThat(committable()).isEmpty();
    }

    @Test
    void whatIsStoredIsCommittedWhileMoreIsUnderWay() {
        OffsetTracker.Assignment assignment = offsets.delivered(record(FIRST, 4));
        offsets.delivered(record(FIRST, 9));
        offsets.stored(Map.of(assignment, 5L));

        assertThat(committable()).isEqualTo(Map.of(FIRST, new OffsetAndMetadata(5)));
    }

    @Test
    void droppedRecordsArePassedOnlyWhereNothingIsUnderWay() {
        OffsetTracker.Assignment assignment = offsets.delivered(record(FIRST, 4));

        assertThat(passed(9)).isEmpty();
        offsets.stored(Map.of(assignment, 5L));
        assertThat(passed(9)).isEqualTo(Map.of(assignment, 9L));
        assertThat(passed(9)).isEmpty();
    }

    @Test
    void whatIsStoredForAnEarlierStayDoesNotCount() {
        OffsetTracker.Assignment earlier = offsets.delivered(record(FIRST, 99));
        offsets.closed(List.of(FIRST));
        offsets.opened(List.of(FIRST));
        offsets.delivered(record(FIRST, 4));
        offsets.stored(Map.of(earlier, 100L));

        assertThat(committable()).isEmpty();
        assertThat(offsets.ofCurrent(Map.of(earlier, 100L))).isEmpty();
    }

    @Test
    void aKeptPartitionGoesOnWhenAnotherIsClosed() {
        OffsetTracker.Assignment kept = offsets.delivered(record(SECOND, 6));
        offsets.closed(List.of(FIRST));
        offsets.stored(Map.of(kept, 7L));

        assertThat(committable()).isEqualTo(Map.of(SECOND, new OffsetAndMetadata(7)));
    }

    @Test
    void partitionsAreThoseOfTheLogWhateverTheTransformsRenamed() {
        SinkRecord renamed = new SinkRecord(
                "other", 3, null, null, null, null, 42, null, TimestampType.CREATE_TIME, null, "log", 0, 4);
        OffsetTracker.Assignment assignment = offsets.delivered(renamed);
        offsets.delivered(record(FIRST, 5));
        offsets.stored(Map.of(assignment, OffsetTracker.nextOffset(renamed)));

        assertThat(committable()).containsEntry(FIRST, new OffsetAndMetadata(5));
    }

    @Test
    void goingOnAtOrBeforeWhatIsStoredLeavesNoGap() {
        OffsetTracker.Assignment assignment = offsets.delivered(record(FIRST, 4));

        assertThat(offsets.notAdmitted(List.of(assignment))).containsExactly(assignment);
        assertThat(offsets.admit(assignment, 4)).isEqualTo(OffsetTracker.Admission.ADMITTED);
        assertThat(offsets.notAdmitted(List.of(assignment))).isEmpty();
    }

    @Test
    void whatIsNotKnownToBeStoredIsReadToFindOutWhetherItIsThere() {
        OffsetTracker.Assignment later = offsets.delivered(record(FIRST, 4));
        assertThat(offsets.admit(later, 2)).isEqualTo(OffsetTracker.Admission.UNCLEAR);
        offsets.seek(Map.of(FIRST, 2L), Map.of(), List.of());

        OffsetTracker.Assignment earlier = offsets.delivered(record(FIRST, 3));

        assertThat(offsets.admit(earlier, 2)).isEqualTo(OffsetTracker.Admission.GAP);
        assertThat(offsets.notAdmitted(List.of(earlier))).isEmpty();
    }

    @Test
    void nothingInBetweenIsNoGap() {
        OffsetTracker.Assignment later = offsets.delivered(record(FIRST, 4));
        assertThat(offsets.admit(later, 2)).isEqualTo(OffsetTracker.Admission.UNCLEAR);
        offsets.seek(Map.of(FIRST, 2L), Map.of(), List.of());

        OffsetTracker.Assignment again = offsets.delivered(record(FIRST, 4));

        assertThat(offsets.admit(again, 2)).isEqualTo(OffsetTracker.Admission.ADMITTED);
    }

    @Test
    void recordsDroppedInBetweenAreNoGap() {
        OffsetTracker.Assignment later = passed(4).keySet().iterator().next();
        assertThat(offsets.admit(later, 2)).isEqualTo(OffsetTracker.Admission.UNCLEAR);
        offsets.seek(Map.of(FIRST, 2L), Map.of(), List.of());
        offsets.sought();

        assertThat(passed(3)).isEmpty();
        OffsetTracker.Assignment again = passed(4).keySet().iterator().next();
        assertThat(offsets.admit(again, 2)).isEqualTo(OffsetTracker.Admission.ADMITTED);
    }

    @Test
    void positionsOfBeforeASeekDoNotCount() {
        offsets.delivered(record(FIRST, 4));
        offsets.seek(Map.of(FIRST, 2L), Map.of(), List.of());

        assertThat(passed(9)).isEmpty();
        assertThat(committable()).isEmpty();
        offsets.sought();
        assertThat(passed(9)).hasSize(1);
    }

    @Test
    void aSeekTakesTheOtherPartitionsBackToWhereTheyAreStored() {
        OffsetTracker.Assignment stored = offsets.delivered(record(SECOND, 6));
        offsets.delivered(record(SECOND, 8));
        offsets.stored(Map.of(stored, 7L));
        offsets.delivered(record(FIRST, 4));

        assertThat(offsets.seek(Map.of(), Map.of(), List.of())).isEqualTo(Map.of(FIRST, 4L, SECOND, 7L));
    }

    @Test
    void aSeekDoesNotForgetRecordsThatAreJustDelivered() {
        assertThat(offsets.seek(Map.of(), Map.of(FIRST, 0L), List.of(record(SECOND, 6))))
                .isEqualTo(Map.of(FIRST, 0L, SECOND, 6L));
    }
}
