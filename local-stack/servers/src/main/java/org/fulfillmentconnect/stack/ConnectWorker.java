package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A distributed Connect worker of a given Kafka version. Its own class path holds the jars of that version alone; plugins
 * come from {@code plugin.path}.
 */
public final class ConnectWorker extends Server {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port;

    private ConnectWorker(ServerRun run, int port) {
        super(run);
        this.port = port;
    }

    /** A worker with its files in {@code connect} of the stack folder. */
    public static Builder in(Path stackFolder) {
        return new Builder(stackFolder);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The address of its REST interface, such as {@code http://127.0.0.1:18083}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Its REST interface. */
    public ConnectRest rest() {
        return new ConnectRest(URI.create(url()));
    }

    /** The list of connectors is served once the worker has joined its group, unlike the root page. */
    @Override
    boolean isReady() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url() + "/connectors"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /** What to start. */
    public static final class Builder extends ServerBuilder<ConnectWorker, Builder> {
        private final Map<String, String> environment = new LinkedHashMap<>();
        private String version = Versions.KAFKA;
        private final List<String> jvmOptions = new ArrayList<>();
        private int heapMegabytes = 1024;
        private final List<Path> files = new ArrayList<>();
        private @Nullable Path properties;

        private Builder(Path stackFolder) {
            super(stackFolder, "connect");
            files(stackFolder);
        }

        /** The worker's Kafka version, from 3.7 on; by default the one of the build. */
        public Builder version(String kafkaVersion) {
            this.version = kafkaVersion;
            return this;
        }

        /** The size of its heap in MiB; 1024 by default. */
        public Builder heapMegabytes(int megabytes) {
            this.heapMegabytes = megabytes;
            return this;
        }

        /** One more option of its JVM, such as {@code -Xlog:gc:file=gc.log}. */
        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /**
         * A worker properties file to begin with. This class sets over it what is this machine's alone (addresses, replication
         * of the internal topics); {@link #setting} wins over both.
         */
        public Builder properties(Path file) {
            this.properties = file;
            return this;
        }

        /** The cluster to work on. */
        public Builder broker(KafkaBroker broker) {
            return setting("bootstrap.servers", broker.bootstrapServers());
        }

        /** A folder that its connectors are given paths of, where it is outside the stack folder. */
        public Builder files(Path folder) {
            files.add(folder.toAbsolutePath().normalize());
            return this;
        }

        /** The parents of the plugin folders. */
        public Builder pluginPath(List<Path> folders) {
            folders.forEach(this::files);
            return setting(
                    "plugin.path",
                    folders.stream()
                            .map(folder -> folder.toAbsolutePath().normalize().toString())
                            .collect(Collectors.joining(",")));
        }

        /** One environment variable of the worker; it inherits none of this process but PATH and the like. */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        @Override
        ConnectWorker prepare() throws IOException {
            ServerPlace place = ServerPlace.of(ServerImage.KAFKA, version, Downloads.inUserCache()::connectWorker);
            int port = portOrFree();
            Path worker = folder().resolve("worker.properties");
            Map<String, String> settings = withSettings(defaults(port));
            if (!settings.containsKey("bootstrap.servers")) {
                throw new ServerException(name() + " has no bootstrap.servers: expected a broker to work on");
            }
            store(settings, worker);

            String logging = version.startsWith("3.")
                    ? "-Dlog4j.configuration="
                            + copyResource("connect-log4j.properties", folder().resolve("log4j.properties"))
                                    .toUri()
                    : "-Dlog4j2.configurationFile="
                            + copyResource("kafka-log4j2.properties", folder().resolve("log4j2.properties"))
                                    .toUri();
            List<String> java = new ArrayList<>(List.of(
                    place.java(),
                    "-Xms256m",
                    "-Xmx" + heapMegabytes + "m",
                    "-XX:+UseG1GC",
                    "-XX:+ExitOnOutOfMemoryError",
                    logging));
            java.addAll(compilation());
            java.addAll(jvmOptions);
            List<String> command = and(
                    java,
                    "-cp",
                    place.home() + "/*",
                    "org.apache.kafka.connect.cli.ConnectDistributed",
                    worker.toString());
            var spec = new ServerRun.Spec(name(), place.dyingWithParent(command), environment, folder(), log(), "TERM");
            return new ConnectWorker(place.run(spec, files), port);
        }

        private Map<String, String> defaults(int port) throws IOException {
            Map<String, String> defaults = new LinkedHashMap<>();
            defaults.put("group.id", "fulfillment-connect");
            defaults.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
            defaults.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
            defaults.put("value.converter.schemas.enable", "false");
            defaults.put("plugin.discovery", "service_load");
            defaults.put("exactly.once.source.support", "enabled");
            defaults.put("config.storage.topic", "connect-configs");
            defaults.put("offset.storage.topic", "connect-offsets");
            defaults.put("status.storage.topic", "connect-status");
            defaults.put("offset.storage.partitions", "5");
            if (properties != null) {
                var base = new Properties();
                try (Reader in = Files.newBufferedReader(properties)) {
                    base.load(in);
                }
                base.stringPropertyNames().forEach(key -> defaults.put(key, base.getProperty(key)));
            }
            defaults.put("listeners", "http://127.0.0.1:" + port);
            for (String topic : List.of("config", "offset", "status")) {
                defaults.put(topic + ".storage.replication.factor", "1");
            }
            return defaults;
        }
    }
}
