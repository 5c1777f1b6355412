package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class ArrivalTest {
    private final FulfillmentEvent event = Orders.steps(1, Orders.BEGIN).get(0);

    /** A record as a worker delivers it after a transform that gave it another topic and partition. */
    private final SinkRecord renamed = new SinkRecord(
            "renamed",
            7,
            null,
            "key",
            null,
            Orders.value(event),
            42,
            Orders.AS_OF.toEpochMilli(),
            TimestampType.CREATE_TIME,
            null,
            "log",
            3,
            42);

    @Test
    void keepsWhereTheRecordStandsInTheLog() {
        Arrival arrival = Arrival.of(
                new OffsetTracker().delivered(renamed),
                renamed,
                EventReader.read(renamed.value()).orElseThrow());

        assertThat(arrival.stay().partition()).isEqualTo(new TopicPartition("log", 3));
        assertThat(arrival.offset()).isEqualTo(42);
    }
}
