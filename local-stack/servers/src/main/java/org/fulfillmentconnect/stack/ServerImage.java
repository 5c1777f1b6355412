package org.fulfillmentconnect.stack;

import java.util.Map;

/** The images of the compose file, by the same environment variables and with the same defaults. */
enum ServerImage {
    /** The broker and the worker. */
    KAFKA("Kafka", Versions.KAFKA, "apache/kafka:" + Versions.KAFKA, "/opt/kafka/libs"),
    ELASTICSEARCH(
            "Elasticsearch",
            Versions.ELASTICSEARCH,
            "elasticsearch:" + Versions.ELASTICSEARCH,
            "/usr/share/elasticsearch"),
    POSTGRES("PostgreSQL", Versions.POSTGRES, "postgres:" + Versions.POSTGRES.replaceAll("\\..*", ""), "");

    private final String title;
    private final String version;
    private final String published;
    private final String home;

    ServerImage(String title, String version, String published, String home) {
        this.title = title;
        this.version = version;
        this.published = published;
        this.home = home;
    }

    /** Such as {@code Kafka}. */
    String title() {
        return title;
    }

    /** The one version that is taken from the image. */
    String version() {
        return version;
    }

    /** The folder of its programs or jars; empty where they are on PATH. */
    String home() {
        return home;
    }

    /** The image that the variable names, else the one that is published. */
    String name(Map<String, String> environment) {
        String named = environment.getOrDefault(variable(), "");
        return named.isBlank() ? published : named;
    }

    String variable() {
        return name() + "_IMAGE";
    }
}
