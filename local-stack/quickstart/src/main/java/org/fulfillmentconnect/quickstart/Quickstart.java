package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole pipeline with one command. */
@Command(
        name = "quickstart.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Starts Kafka, Connect, Elasticsearch and PostgreSQL as local processes, replays a CSV snapshot"
                + " through them, shows what came out, and stays up until Ctrl-C.")
public final class Quickstart implements Callable<Integer> {
    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(30);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "CSV snapshot in Olist's layout. Default: a small synthetic sample.")
    private @Nullable Path data;

    @Option(names = "--once", description = "End as soon as everything is drained.")
    private boolean once;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what came out as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--connect-version",
            paramLabel = "VERSION",
            description = "Kafka version of the Connect worker: 3.7.2, 3.9.1 or 4.3.1 (default).")
    private @Nullable String connectVersion;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: a free one, as for the next three.")
    private int kafkaPort;

    @Option(names = "--connect-port", paramLabel = "PORT")
    private int connectPort;

    @Option(names = "--elasticsearch-port", paramLabel = "PORT")
    private int elasticsearchPort;

    @Option(names = "--postgres-port", paramLabel = "PORT")
    private int postgresPort;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the servers keep data and logs. Default: a temporary folder, deleted at the end;"
                    + " kept after a failure.")
    private @Nullable Path folder;

    @Option(names = "--terminal", hidden = true)
    private boolean terminal;

    @Option(names = "--project", hidden = true)
    private Path project = Path.of(".");

    private final PrintStream out = System.out;

    private Quickstart() {}

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new Quickstart());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println();
            line.getErr().println("Failed: " + failure.getMessage());
            line.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Project checkout = new Project(project);
        Path snapshot = data == null ? checkout.sampleData() : data;
        if (!Files.isDirectory(snapshot)) {
            throw new IllegalArgumentException("--data: " + snapshot + " is not a folder");
        }
        Path stackFolder = folder == null ? Files.createTempDirectory("fulfillment-connect-") : folder.toAbsolutePath();
        PipelineStack.Settings settings = new PipelineStack.Settings(
                stackFolder,
                snapshot,
                Optional.ofNullable(connectVersion),
                new PipelineStack.Ports(kafkaPort, connectPort, elasticsearchPort, postgresPort),
                Map.of());

        out.println(
                "Starting Kafka, Connect, Elasticsearch and PostgreSQL (logs: " + stackFolder.resolve("logs") + ")");
        long start = System.nanoTime();
        try (PipelineStack stack = PipelineStack.start(checkout, settings)) {
            out.printf(Locale.ROOT, "Started in %.0f s. Replaying %s%n%n", (System.nanoTime() - start) / 1e9, snapshot);
            replayAndShow(stack, checkout);
            if (!once) {
                waitForCtrlC(stack, stackFolder);
            }
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    e.getMessage() + System.lineSeparator() + "The logs of all servers are in "
                            + stackFolder.resolve("logs"),
                    e);
        }
        deleteTemporary(stackFolder);
        return CommandLine.ExitCode.OK;
    }

    private void replayAndShow(PipelineStack stack, Project checkout) throws InterruptedException {
        Pipeline pipeline = new Pipeline(stack, checkout);
        ProgressBars bars = new ProgressBars(out, terminal);
        Map<String, Double> seconds = pipeline.awaitDrained(pipeline.create(), DRAIN_TIMEOUT, bars::show);
        bars.finish();

        Summary summary = new Summary(stack, checkout);
        if (report != null) {
            summary.report(seconds).writeTo(report);
        }
        summary.print(out, seconds);
    }

    private void waitForCtrlC(PipelineStack stack, Path stackFolder) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stack.close();
            deleteTemporary(stackFolder);
        }));
        out.println("Everything stays up until Ctrl-C.");
        never.await();
    }

    private void deleteTemporary(Path stackFolder) {
        if (folder != null) {
            return;
        }
        try (var files = Files.walk(stackFolder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            out.println("Could not delete " + stackFolder + ": " + e.getMessage());
        }
    }
}
