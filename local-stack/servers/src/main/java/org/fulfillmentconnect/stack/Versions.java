package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The server versions of the build: the parent POM is the one place that states them. */
final class Versions {
    private static final Properties PROPERTIES = load();

    static final String KAFKA = version("kafka");
    static final String ELASTICSEARCH = version("elasticsearch");
    static final String ELASTICSEARCH_9 = version("elasticsearch-9");
    static final String POSTGRES = version("postgres");
    static final String POSTGRES_14 = version("postgres-14");
    static final String DEBEZIUM_JDBC = version("debezium-connector-jdbc");
    static final String AVRO_CONVERTER = version("avro-converter");
    static final String JMX_EXPORTER = version("jmx-exporter");
    static final String LOG4J = version("log4j");
    static final String SLF4J = version("slf4j");

    private Versions() {}

    private static String version(String server) {
        return Objects.requireNonNull(PROPERTIES.getProperty(server), server);
    }

    private static Properties load() {
        var properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Versions.class.getResourceAsStream("versions.properties"), "resource")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("versions.properties of the servers' jar", e);
        }
        return properties;
    }
}
