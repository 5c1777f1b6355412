package org.fulfillmentconnect.kpi;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What is written in one transaction.
 *
 * @param byOrder the facts of each order, merged
 * @param spans how far the partitions are with it
 */
record FactBatch(Map<String, OrderFacts> byOrder, Map<TopicPartition, StoredPositions.Span> spans) {

    static FactBatch of(Collection<PendingFacts> records, Map<TopicPartition, StoredPositions.Span> spans) {
        Map<String, OrderFacts> byOrder = new HashMap<>();
        records.forEach(record -> byOrder.merge(record.orderId(), record.facts(), OrderFacts::merge));
        return new FactBatch(byOrder, spans);
    }
}
