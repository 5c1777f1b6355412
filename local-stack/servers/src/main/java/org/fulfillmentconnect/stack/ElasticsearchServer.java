package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A single-node Elasticsearch, without security unless it is asked for. It is the server with the fewest modules: what works here needs no script
 * engine, ingest node or language analyzer of a cluster.
 */
public final class ElasticsearchServer extends Server {
    private final HttpClient http;
    private final int port;
    private final Optional<ElasticsearchSecurity> security;

    private ElasticsearchServer(ServerRun run, int port, Optional<ElasticsearchSecurity> security) {
        super(run);
        this.port = port;
        this.security = security;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2));
        security.ifPresent(secured -> builder.sslContext(secured.client()));
        http = builder.build();
    }

    /** A server with its data in {@code elasticsearch} of the stack folder. */
    public static Builder in(Path stackFolder) {
        return new Builder(stackFolder);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The address of its HTTP interface, such as {@code http://127.0.0.1:19200}; with security {@code https}. */
    public String url() {
        return (security.isPresent() ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** Whether every index can be searched and written. */
    @Override
    boolean isReady() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url() + "/_cluster/health?wait_for_status=yellow&timeout=1s"))
                .timeout(Duration.ofSeconds(5));
        security.ifPresent(secured ->
                request.header("Authorization", secured.administrator().authorization()));
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    /** What to start. */
    public static final class Builder extends ServerBuilder<ElasticsearchServer, Builder> {
        private String version = Versions.ELASTICSEARCH;
        private Path javaHome = ownJavaHome();
        private int heapMegabytes = 1024;
        private Optional<ElasticsearchSecurity> security = Optional.empty();

        private Builder(Path stackFolder) {
            super(stackFolder, "elasticsearch");
        }

        /** The server's version; 9.x needs {@link #javaHome} to name a Java 21 or newer. */
        public Builder version(String newVersion) {
            this.version = newVersion;
            return this;
        }

        /**
         * The server's version, and a JDK that it runs on.
         *
         * @throws ServerException if there is none
         */
        public Builder release(ElasticsearchRelease release) {
            return version(release.version())
                    .javaHome(release.javaHome().orElseThrow(() -> new ServerException(release.missingJava())));
        }

        /** The JDK to run it with as a process; by default the one that runs this code. An image has its own. */
        public Builder javaHome(Path newJavaHome) {
            this.javaHome = newJavaHome;
            return this;
        }

        /** The size of its heap in MiB; 1024 by default. */
        public Builder heapMegabytes(int megabytes) {
            this.heapMegabytes = megabytes;
            return this;
        }

        /** Switches security on: https alone, and no request without a user. */
        public Builder secured(ElasticsearchSecurity newSecurity) {
            this.security = Optional.of(newSecurity);
            return this;
        }

        @Override
        ElasticsearchServer prepare() throws IOException {
            ServerPlace place =
                    ServerPlace.of(ServerImage.ELASTICSEARCH, version, Downloads.inUserCache()::elasticsearch);
            int port = portOrFree();
            Launcher.giveToServerUser(folder());
            Path config = ownFolder("config");
            Path temporary = ownFolder("tmp");
            Files.writeString(config.resolve("elasticsearch.yml"), yaml(port));
            Files.writeString(config.resolve("jvm.options"), jvmOptions());
            copyResource("elasticsearch-log4j2.properties", config.resolve("log4j2.properties"));
            for (String file : List.of("elasticsearch.yml", "jvm.options", "log4j2.properties")) {
                Launcher.giveToServerUser(config.resolve(file));
            }

            if (security.isPresent()) {
                security.get().writeTo(config);
            }

            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("ES_PATH_CONF", config.toString());
            if (!place.isContainer()) {
                environment.put("ES_JAVA_HOME", javaHome.toString());
            }
            environment.put("ES_TMPDIR", temporary.toString());
            environment.put("HOME", folder().toString());
            Path program = Path.of(place.home(), "bin", "elasticsearch");
            List<String> command =
                    place.neverAsRoot("Elasticsearch", List.of(program.toString()), program, folder(), java(javaHome));
            var spec = new ServerRun.Spec(name(), command, environment, folder(), log(), "TERM");
            return new ElasticsearchServer(place.run(spec, List.of()), port, security);
        }

        private Path ownFolder(String folderName) throws IOException {
            Path created = Files.createDirectories(folder().resolve(folderName));
            Launcher.giveToServerUser(created);
            return created;
        }

        private String yaml(int port) {
            Map<String, String> defaults = new LinkedHashMap<>();
            defaults.put("cluster.name", "fulfillment-connect");
            defaults.put("node.name", name());
            defaults.put("discovery.type", "single-node");
            defaults.put("network.host", "127.0.0.1");
            defaults.put("http.port", Integer.toString(port));
            defaults.put("transport.port", Integer.toString(FreePort.find()));
            defaults.put("path.data", folder().resolve("data").toString());
            defaults.put("path.logs", folder().toString());
            defaults.putAll(
                    security.map(ElasticsearchSecurity::settings).orElse(Map.of("xpack.security.enabled", "false")));
            // A developer's disk is often fuller than a server's may be: indices would turn read-only.
            defaults.put("cluster.routing.allocation.disk.threshold_enabled", "false");
            var yaml = new StringBuilder();
            withSettings(defaults)
                    .forEach((key, value) -> yaml.append(key)
                            .append(": \"")
                            .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                            .append("\"\n"));
            return yaml.toString();
        }

        private String jvmOptions() {
            return """
                    -Xms%1$dm
                    -Xmx%1$dm
                    -XX:+UseG1GC
                    -XX:+ExitOnOutOfMemoryError
                    -Djava.io.tmpdir=${ES_TMPDIR}
                    20-:--add-modules=jdk.incubator.vector
                    """.formatted(heapMegabytes) + String.join("\n", compilation());
        }
    }
}
