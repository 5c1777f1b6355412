package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LogAuditTest {
    @Test
    void findsNothingWrongInALogThatIsRight() {
        LogAudit audit = audit(
                event("a", "o1", "ORDER_PLACED", 10),
                event("b", "o2", "ORDER_PLACED", 10),
                event("c", "o1", "ORDER_APPROVED", 10),
                event("d", "o1", "DELIVERED", 20));

        assertThat(audit.events()).isEqualTo(4);
        assertThat(audit.duplicates()).isZero();
        assertThat(audit.outOfOrder()).isZero();
    }

    @Test
    void countsEveryRecordOfAnEventThatIsThereAlready() {
        LogAudit audit = audit(
                event("a", "o1", "ORDER_PLACED", 10),
                event("a", "o1", "ORDER_PLACED", 10),
                event("a", "o1", "ORDER_PLACED", 10));

        assertThat(audit.duplicates()).isEqualTo(2);
    }

    @Test
    void countsEventsBeforeAnEarlierOne() {
        assertThat(audit(event("b", "o1", "ORDER_APPROVED", 20), event("a", "o1", "ORDER_PLACED", 10))
                        .outOfOrder())
                .isEqualTo(1);
    }

    @Test
    void countsStepsOfOneTimeInTheWrongOrder() {
        assertThat(audit(event("b", "o1", "ORDER_APPROVED", 10), event("a", "o1", "ORDER_PLACED", 10))
                        .outOfOrder())
                .isEqualTo(1);
    }

    @Test
    void countsTheEventsThatAnotherLogLacks() {
        LogAudit all = audit(event("a", "o1", "ORDER_PLACED", 10), event("b", "o2", "ORDER_PLACED", 10));
        LogAudit some = audit(event("b", "o2", "ORDER_PLACED", 10));

        assertThat(all.lackedBy(some)).isEqualTo(1);
        assertThat(some.lackedBy(all)).isZero();
    }

    @Test
    void digestsTellTheOrderInAPartition() {
        ConsumerRecord<byte[], byte[]> first = event("a", "o1", "ORDER_PLACED", 10);
        ConsumerRecord<byte[], byte[]> second = event("b", "o2", "ORDER_PLACED", 10);

        assertThat(audit(first, second).digests())
                .isEqualTo(audit(first, second).digests())
                .isNotEqualTo(audit(second, first).digests());
    }

    @Test
    void digestsTellARecordsTime() {
        ConsumerRecord<byte[], byte[]> event = event("a", "o1", "ORDER_PLACED", 10);
        ConsumerRecord<byte[], byte[]> later = record(event.key(), event.value(), 11);

        assertThat(audit(event).digests()).isNotEqualTo(audit(later).digests());
    }

    @SafeVarargs
    private static LogAudit audit(ConsumerRecord<byte[], byte[]>... records) {
        LogAudit audit = new LogAudit();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            audit.add(record);
        }
        return audit;
    }

    private static ConsumerRecord<byte[], byte[]> event(String id, String order, String type, long at) {
        String value = "{\"eventId\":\"%s\",\"orderId\":\"%s\",\"eventType\":\"%s\",\"eventAt\":%d}"
                .formatted(id, order, type, at);
        return record(bytes(order), bytes(value), at);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, long at) {
        return new ConsumerRecord<>(
                "log", 0, 0, at, TimestampType.CREATE_TIME, 0, 0, key, value, new RecordHeaders(), Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
