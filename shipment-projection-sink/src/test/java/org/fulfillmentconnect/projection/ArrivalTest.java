package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class ArrivalTest {
    private final FulfillmentEvent event = Orders.steps(1, Orders.BEGIN).get(0);

    /** A record as a worker delivers it after a transform that gave it another topic and partition. */
    private SinkRecord renamed() {
        return new SinkRecord(
                "renamed",
                7,
                null,
                "key",
                null,
                Orders.value(event),
                42,
                Orders.AS_OF.toEpochMilli(),
                TimestampType.CREATE_TIME,
                new ConnectHeaders().addString("eventType", "ORDER_PLACED"),
                "log",
                3,
                42);
    }

    private SinkRecord kept() {
        SinkRecord record = renamed();
        return Arrival.of(record, EventReader.read(record.value()).orElseThrow())
                .record();
    }

    @Test
    void keepsWhereTheRecordStandsInTheLog() {
        assertThat(kept().originalTopic()).isEqualTo("log");
        assertThat(kept().originalKafkaPartition()).isEqualTo(3);
        assertThat(kept().originalKafkaOffset()).isEqualTo(42);
        assertThat(kept().kafkaOffset()).isEqualTo(42);
        assertThat(kept().timestamp()).isEqualTo(Orders.AS_OF.toEpochMilli());
    }

    @Test
    void keepsNoKeyValueOrHeaders() {
        assertThat(kept().key()).isNull();
        assertThat(kept().value()).isNull();
        assertThat(kept().headers()).isEmpty();
    }
}
