package org.fulfillmentconnect.kpi;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What is written in one transaction.
 *
 * @param byOrder the facts of each order, merged
 * @param latest the time of the latest event of each partition, in epoch milliseconds
 */
record FactBatch(Map<String, OrderFacts> byOrder, Map<TopicPartition, Long> latest) {

    static FactBatch of(Collection<PendingFacts> records) {
        Map<String, OrderFacts> byOrder = new HashMap<>();
        Map<TopicPartition, Long> latest = new HashMap<>();
        records.forEach(record -> {
            byOrder.merge(record.orderId(), record.facts(), OrderFacts::merge);
            latest.merge(record.partition(), record.eventAt(), Math::max);
        });
        return new FactBatch(byOrder, latest);
    }
}
