package org.fulfillmentconnect.kpi;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What a record tells about an order, not yet stored.
 *
 * @param partition that the record was read from, whatever transforms made of its topic
 * @param eventAt epoch milliseconds
 */
record PendingFacts(SinkRecord record, TopicPartition partition, String orderId, long eventAt, OrderFacts facts) {

    static TopicPartition partitionOf(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    long offset() {
        return record.originalKafkaOffset();
    }
}
