package org.fulfillmentconnect.kpi;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The tables may hold less of some partitions than lies before the records that come now, as after they were emptied or restored,
 * or only the end of a transaction lies between.
 */
final class GapException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Map<TopicPartition, Long> readFrom;

    /** @param readFrom the offset from which each of these partitions has to be read */
    GapException(Map<TopicPartition, Long> readFrom) {
        super("the tables may hold less than lies before the records");
        this.readFrom = Map.copyOf(readFrom);
    }

    Map<TopicPartition, Long> readFrom() {
        return readFrom;
    }
}
