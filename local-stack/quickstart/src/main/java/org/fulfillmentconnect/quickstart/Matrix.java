package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fulfillmentconnect.stack.ElasticsearchRelease;
import org.fulfillmentconnect.stack.Folders;
import org.fulfillmentconnect.stack.PeerPlugins;
import org.fulfillmentconnect.stack.PostgresRelease;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The shipped pipeline on every combination of servers, and in every format of the log. */
@Command(
        name = "matrix",
        sortOptions = false,
        description =
                "Runs the shipped pipeline on the sample with each worker, Elasticsearch and PostgreSQL that the pack is"
                        + " made for, each combination on servers of its own, and with each worker also with other converters."
                        + " A cell has passed if all tasks ran to the end and both stores hold the same, to the byte, as in the"
                        + " first cell. Exit code 1 if one has not. The last line is one JSON object: cells, passed, failed.")
final class Matrix implements Callable<Integer> {
    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // The command line alone looks at it.
    private boolean help;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only cells whose name contains this, and the first one.")
    private String only = "";

    @Option(names = "--project", hidden = true)
    private Path project = Path.of(".");

    private Matrix() {}

    /** How the log's records are written. */
    enum Format {
        JSON,
        JSON_WITH_SCHEMAS,
        AVRO;

        Map<String, String> settings(SchemaRegistryStandIn registry) {
            return switch (this) {
                case JSON -> Map.of();
                case JSON_WITH_SCHEMAS -> Map.of("value.converter.schemas.enable", "true");
                case AVRO ->
                    Map.of(
                            "value.converter",
                            "org.apache.pulsar.kafka.shade.io.confluent.connect.avro.AvroConverter",
                            "value.converter.schema.registry.url",
                            registry.url(),
                            // The events of one topic have different schemas.
                            "value.converter.value.subject.name.strategy",
                            "org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.subject.TopicRecordNameStrategy");
            };
        }

        List<Path> plugins() {
            return this == AVRO ? List.of(PeerPlugins.avroConverter()) : List.of();
        }

        /** The Avro converter has no service manifest. */
        Map<String, String> workerSettings() {
            return this == AVRO ? Map.of("plugin.discovery", "hybrid_warn") : Map.of();
        }
    }

    /** One combination. */
    record Cell(String connect, ElasticsearchRelease elasticsearch, PostgresRelease postgres, Format format) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "Connect %s, Elasticsearch %s, PostgreSQL %s, %s",
                    connect,
                    elasticsearch.version(),
                    postgres.version(),
                    format.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Matrix()).execute(args));
    }

    /** The newest worker with the servers of the quickstart comes first. */
    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        List<String> workers = new ArrayList<>(Quickstart.CONNECT_VERSIONS);
        workers.sort((one, other) -> other.compareTo(one));
        for (String worker : workers) {
            for (ElasticsearchRelease elasticsearch : ElasticsearchRelease.values()) {
                for (PostgresRelease postgres : List.of(PostgresRelease.EIGHTEEN, PostgresRelease.FOURTEEN)) {
                    cells.add(new Cell(worker, elasticsearch, postgres, Format.JSON));
                }
            }
            for (Format format : List.of(Format.JSON_WITH_SCHEMAS, Format.AVRO)) {
                cells.add(new Cell(worker, ElasticsearchRelease.EIGHT, PostgresRelease.EIGHTEEN, format));
            }
        }
        return cells;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Project checkout = new Project(project);
        List<Cell> cells = cells();
        Cell first = cells.get(0);
        cells.removeIf(cell -> !cell.equals(first) && !cell.toString().contains(only));
        @Nullable Map<String, String> expected = null;
        int passed = 0;
        for (Cell cell : cells) {
            long started = System.nanoTime();
            String result;
            try {
                Map<String, String> digests = run(checkout, cell);
                expected = expected == null ? digests : expected;
                result = digests.equals(expected) ? "passed" : "FAILED: the stores hold other content: " + digests;
            } catch (RuntimeException e) {
                result = "FAILED: " + e.getMessage();
            }
            passed += result.equals("passed") ? 1 : 0;
            out.printf(Locale.ROOT, "%-75s %3.0f s  %s%n", cell, (System.nanoTime() - started) / 1e9, result);
            out.flush();
        }
        out.println();
        out.println(json(cells.size(), passed));
        out.flush();
        return passed == cells.size() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Map<String, String> run(Project checkout, Cell cell) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fulfillment-connect-matrix-");
        PipelineStack.Releases releases =
                new PipelineStack.Releases(Optional.of(cell.connect()), cell.elasticsearch(), cell.postgres());
        PipelineStack.Settings settings = new PipelineStack.Settings(
                folder,
                checkout.sampleData(),
                releases,
                PipelineStack.Ports.FREE,
                Map.of(),
                Stream.concat(checkout.pluginPath().stream(), cell.format().plugins().stream())
                        .toList(),
                cell.format().workerSettings(),
                List.of());
        Map<String, String> digests;
        try (SchemaRegistryStandIn registry = SchemaRegistryStandIn.start();
                PipelineStack stack = PipelineStack.start(checkout, settings)) {
            Pipeline pipeline = new Pipeline(stack, checkout, cell.format().settings(registry));
            pipeline.awaitDrained(pipeline.create(), DRAIN_TIMEOUT, progress -> {});
            requireVersions(stack, cell);
            LaneKpis kpis = new LaneKpis(
                    stack.postgres().jdbcUrl(),
                    stack.postgres().user(),
                    stack.postgres().password(),
                    "public");
            digests = Digests.of(new Projection(stack.elasticsearch().url()), kpis);
        } catch (RuntimeException e) {
            throw new IllegalStateException(e.getMessage() + " (logs: " + folder.resolve("logs") + ")", e);
        }
        Folders.deleteRecursively(folder);
        return digests;
    }

    /** The servers must be what the cell says, whatever was downloaded. */
    private static void requireVersions(PipelineStack stack, Cell cell) throws IOException, InterruptedException {
        String worker = get(stack.connect().url() + "/");
        String node = get(stack.elasticsearch().url() + "/_nodes/_local?filter_path=nodes.*.version");
        String postgres;
        try (Connection connection = DriverManager.getConnection(
                stack.postgres().jdbcUrl(),
                stack.postgres().user(),
                stack.postgres().password())) {
            postgres = connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String release = cell.postgres().version();
        if (!worker.contains("\"" + cell.connect() + "\"")
                || !node.contains("\"" + cell.elasticsearch().version() + "\"")
                || !release.startsWith(postgres.split(" ", 2)[0] + ".")) {
            throw new IllegalStateException(
                    "the servers have other versions: " + worker + ", " + node + ", PostgreSQL " + postgres);
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String json(int cells, int passed) {
        Map<String, Integer> figures = new LinkedHashMap<>();
        figures.put("cells", cells);
        figures.put("passed", passed);
        figures.put("failed", cells - passed);
        try {
            return new ObjectMapper().writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
