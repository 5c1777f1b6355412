package org.fulfillmentconnect.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The major versions of Elasticsearch that the connectors work with, each by one release. */
public enum ElasticsearchRelease {
    /** Runs on the Java that runs this code. */
    EIGHT(Versions.ELASTICSEARCH, 17),

    /** Needs a newer Java, which the environment names or which is looked for in the usual folders. */
    NINE(Versions.ELASTICSEARCH_9, 21);

    /** The environment variable that names the home folder of the Java for 9.x; {@code none} for none. */
    public static final String JAVA_HOME_FOR_9 = "ELASTICSEARCH_9_JAVA_HOME";

    private final String version;
    private final int javaVersion;

    ElasticsearchRelease(String version, int javaVersion) {
        this.version = version;
        this.javaVersion = javaVersion;
    }

    /** Such as {@code 8.19.21}. */
    public String version() {
        return version;
    }

    /**
     * The home folder of a Java that it runs on; empty where there is none.
     *
     * @throws ServerException if the environment names one that is too old, or none at all
     */
    public Optional<Path> javaHome() {
        return javaHome(System.getenv());
    }

    Optional<Path> javaHome(Map<String, String> environment) {
        if (this == EIGHT) {
            return Optional.of(ServerBuilder.ownJavaHome());
        }
        String named = environment.getOrDefault(JAVA_HOME_FOR_9, "");
        if (named.isBlank()) {
            return JavaHomes.ofThisMachine().atLeast(javaVersion);
        }
        if (named.equals("none")) {
            return Optional.empty();
        }
        return Optional.of(Path.of(named))
                .filter(home -> JavaHomes.featureVersion(home).orElse(0) >= javaVersion)
                .or(() -> {
                    throw new ServerException(
                            "%s: expected the home folder of a Java %d or newer, or none, but found %s"
                                    .formatted(JAVA_HOME_FOR_9, javaVersion, named));
                });
    }

    /** Why there is no server of this release here. */
    public String missingJava() {
        return "Elasticsearch %s needs Java %d or newer, and none was found: install one, or name its folder in %s"
                .formatted(version, javaVersion, JAVA_HOME_FOR_9);
    }
}
