package org.fulfillmentconnect.projection;

import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to do where the indices do not hold what was read from the log. */
final class MissingIndices {
    private static final Logger LOG = LoggerFactory.getLogger(MissingIndices.class);

    private final boolean rebuilds;
    private final String connector;

    MissingIndices(ShipmentProjectionSinkConfig config) {
        this.rebuilds = config.indexMissing() == Reaction.REBUILD;
        this.connector = "/connectors/" + config.connectorName();
    }

    /** The values of the setting. */
    enum Reaction {
        FAIL,
        REBUILD;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Reaction of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * An index that was set up is gone.
     *
     * @throws ConnectException if the operator is to decide
     */
    void found(MissingIndexException missing) {
        if (!rebuilds) {
            throw new ConnectException(
                    "Elasticsearch: " + missing.what() + ": it was deleted while the connector ran. " + howToRebuild());
        }
        LOG.warn("{}: it was deleted while the connector ran; rebuilding it from the log", missing.what());
    }

    /**
     * The indices hold less of a partition than the connector's offset says.
     *
     * @param identity the indices with their UUIDs
     * @throws ConnectException if the operator is to decide
     */
    void gap(TopicPartition partition, long storedUpTo, String identity) {
        if (!rebuilds) {
            throw new ConnectException("Elasticsearch: the indices " + identity + " are known to hold partition "
                    + partition.partition() + " of the topic " + partition.topic() + " up to offset " + storedUpTo
                    + ", but the connector's offset is ahead of that: an index was deleted, or came back from a backup, or"
                    + " the offset was moved forward. " + howToRebuild());
        }
        LOG.warn(
                "The indices {} are known to hold {} up to offset {} only; reading the log again from there",
                identity,
                partition,
                storedUpTo);
    }

    private String howToRebuild() {
        return "What is gone cannot be refilled from the middle of the log. To rebuild it from the beginning, send to the"
                + " Connect worker: PUT " + connector + "/stop, then DELETE " + connector + "/offsets, then PUT "
                + connector + "/resume; or set " + ShipmentProjectionSinkConfig.INDEX_MISSING + " to "
                + Reaction.REBUILD.value();
    }
}
