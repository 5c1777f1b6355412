package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers' files in a cache that all builds of a user share. They come through the {@code mvn} command, so that
 * whatever mirror, proxy or local repository the user's Maven is set up with serves them too.
 *
 * <p>An entry appears whole or not at all: it is fetched beside its place under a lock and renamed, so processes that ask
 * at once, or that are killed halfway, leave no broken entry behind.
 */
final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final int QUOTED_LINES = 15;

    private final Path cache;
    private final String mavenCommand;

    Downloads(Path cache, String mavenCommand) {
        this.cache = cache.toAbsolutePath().normalize();
        this.mavenCommand = mavenCommand;
    }

    /** The user's cache, filled by the {@code mvn} on PATH, or by what {@code MAVEN_CMD} names. */
    static Downloads inUserCache() {
        Map<String, String> environment = System.getenv();
        String command = environment.getOrDefault("MAVEN_CMD", "");
        return new Downloads(
                cacheFolder(environment, Path.of(System.getProperty("user.home"))),
                command.isBlank() ? "mvn" : command);
    }

    /** {@code FULFILLMENT_CONNECT_CACHE}, else {@code fulfillment-connect} in the user's cache folder. */
    static Path cacheFolder(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("FULFILLMENT_CONNECT_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("fulfillment-connect");
    }

    /** The folder of a broker's jars. */
    Path kafkaBroker() {
        return entry("kafka-broker-" + Versions.KAFKA, into -> {
            maven(into, "kafka-broker", "copy-dependencies", "-Dkafka.version=" + Versions.KAFKA, log4j());
        });
    }

    /** The folder of a worker's jars: those of the given Kafka version and of no other. */
    Path connectWorker(String version) {
        boolean reload4j = version.startsWith("3.");
        return entry("connect-worker-" + version, into -> {
            maven(
                    into,
                    reload4j ? "connect-worker-3" : "connect-worker",
                    "copy-dependencies",
                    "-Dkafka.version=" + version,
                    reload4j ? "-Dslf4j.version=" + Versions.SLF4J : log4j());
        });
    }

    /** The folder of the jars of Kafka's command line tools. */
    Path kafkaTools() {
        return entry("kafka-tools-" + Versions.KAFKA, into -> {
            maven(into, "kafka-tools", "copy-dependencies", "-Dkafka.version=" + Versions.KAFKA, log4j());
        });
    }

    /** The parent of the plugin folder of Kafka's own file connectors. */
    Path connectFile() {
        return entry("connect-file-" + Versions.KAFKA, into -> {
            maven(
                    into.resolve("connect-file"),
                    "connect-file",
                    "copy-dependencies",
                    "-Dkafka.version=" + Versions.KAFKA);
        });
    }

    /** The parent of the plugin folder of Debezium's JDBC sink. */
    Path debeziumJdbc() {
        return entry("debezium-connector-jdbc-" + Versions.DEBEZIUM_JDBC, into -> {
            maven(
                    into,
                    "debezium-connector-jdbc",
                    "unpack-dependencies",
                    "-Ddebezium.version=" + Versions.DEBEZIUM_JDBC);
        });
    }

    /** The parent of the plugin folder of an Avro converter. */
    Path avroConverter() {
        return entry("avro-converter-" + Versions.AVRO_CONVERTER, into -> {
            maven(
                    into.resolve("avro-converter"),
                    "avro-converter",
                    "copy-dependencies",
                    "-Davro-converter.version=" + Versions.AVRO_CONVERTER);
        });
    }

    /** The jar of Prometheus' JMX exporter. */
    Path jmxExporter() {
        Path entry = entry("jmx-exporter-" + Versions.JMX_EXPORTER, into -> {
            maven(into, "jmx-exporter", "copy-dependencies", "-Djmx-exporter.version=" + Versions.JMX_EXPORTER);
        });
        return entry.resolve("jmx_prometheus_javaagent-" + Versions.JMX_EXPORTER + ".jar");
    }

    /** The home folder of an Elasticsearch. */
    Path elasticsearch(String version) {
        Path entry = entry("elasticsearch-" + version, into -> {
            maven(into, "elasticsearch", "unpack-dependencies", "-Delasticsearch.version=" + version);
        });
        return entry.resolve("elasticsearch-" + version);
    }

    /** The home folder of a PostgreSQL for this platform, with {@code bin/initdb} and {@code bin/postgres}. */
    Path postgres(String version) {
        String platform = PostgresBinaries.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        return entry("postgres-" + version + "-" + platform, into -> {
            Path jars = into.resolveSibling(into.getFileName() + "-jars");
            try {
                maven(
                        jars,
                        "postgres",
                        "copy-dependencies",
                        "-Dpostgres.version=" + version,
                        "-Dpostgres.platform=" + platform);
                PostgresBinaries.unpack(jars, into);
            } finally {
                Folders.deleteRecursively(jars);
            }
        });
    }

    @FunctionalInterface
    private interface Fetch {
        void into(Path folder) throws IOException;
    }

    private Path entry(String key, Fetch fetch) {
        Path entry = cache.resolve(key);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        // One lock for the threads of this process, as a file lock is held by the process as a whole.
        synchronized (Downloads.class) {
            try {
                Files.createDirectories(cache);
                try (FileChannel channel = FileChannel.open(
                        cache.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock();
                    if (!Files.isDirectory(entry)) {
                        fetchInto(entry, fetch);
                    }
                }
            } catch (IOException e) {
                throw new ServerException("cannot store %s in the cache %s".formatted(key, cache), e);
            }
        }
        return entry;
    }

    private void fetchInto(Path entry, Fetch fetch) throws IOException {
        LOG.info("Fetching {} into {}", entry.getFileName(), cache);
        String prefix = entry.getFileName() + ".partial-";
        try (Stream<Path> leftOver = Files.list(cache)) {
            for (Path folder : leftOver.filter(
                            path -> path.getFileName().toString().startsWith(prefix))
                    .toList()) {
                Folders.deleteRecursively(folder);
            }
        }
        // A name of its own for each attempt: a Maven that outlived its killed starter may still write to the last one.
        Path partial = cache.resolve(prefix + ProcessHandle.current().pid() + "-" + System.nanoTime());
        Files.createDirectory(partial);
        fetch.into(partial);
        Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String log4j() {
        return "-Dlog4j.version=" + Versions.LOG4J;
    }

    private void maven(Path into, String pom, String goal, String... properties) throws IOException {
        Files.createDirectories(into);
        Path project = Files.createTempDirectory("fulfillment-connect-download");
        try {
            Path pomFile = project.resolve("pom.xml");
            try (InputStream in = Objects.requireNonNull(Downloads.class.getResourceAsStream(pom + ".pom.xml"), pom)) {
                Files.copy(in, pomFile);
            }
            List<String> command =
                    new ArrayList<>(List.of(mavenCommand, "-B", "-q", "-Dstyle.color=never", "-f", pomFile.toString()));
            // A build that was given another local repository passes it to its tests: its downloads belong there too.
            String repository = System.getProperty("maven.repo.local", "");
            if (!repository.isBlank()) {
                command.add("-Dmaven.repo.local=" + repository);
            }
            command.add("dependency:" + goal);
            command.add("-DoutputDirectory=" + into);
            command.addAll(List.of(properties));
            Path output = project.resolve("maven.log");
            run(command, project, output);
        } finally {
            Folders.deleteRecursively(project);
        }
    }

    private static void run(List<String> command, Path folder, Path output) throws IOException {
        Process maven = Launcher.start(new ProcessBuilder(Launcher.dyingWithParent(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
        try {
            if (maven.waitFor() != 0) {
                throw new ServerException(
                        "the server's files could not be fetched: %s ended with exit code %d and said:%n%s"
                                .formatted(String.join(" ", command), maven.exitValue(), lastLines(output)));
            }
        } catch (InterruptedException e) {
            maven.destroy();
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while fetching a server's files", e);
        }
    }

    private static String lastLines(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join(
                System.lineSeparator(), lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()));
    }
}
