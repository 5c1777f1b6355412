package org.fulfillmentconnect.stack;

import java.nio.file.Path;

/**
 * Connectors and converters of others, to measure beside and to work with: each in a plugin folder of its own, of which the
 * parent is returned.
 */
public final class PeerPlugins {
    private PeerPlugins() {}

    /** Kafka's own {@code FileStreamSourceConnector}. */
    public static Path connectFile() {
        return Downloads.inUserCache().connectFile();
    }

    /** Debezium's JDBC sink, {@code io.debezium.connector.jdbc.JdbcSinkConnector}, with its drivers. */
    public static Path debeziumJdbc() {
        return Downloads.inUserCache().debeziumJdbc();
    }

    /**
     * Confluent's {@code AvroConverter}, as Pulsar publishes it in a package of its own, without a service
     * manifest.
     */
    public static Path avroConverter() {
        return Downloads.inUserCache().avroConverter();
    }
}
