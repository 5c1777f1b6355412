package org.fulfillmentconnect.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fulfillmentconnect.stack.Folders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole pipeline with one command. */
@Command(
        name = "quickstart.sh",
        sortOptions = false,
        description = "Starts Kafka, Connect, Elasticsearch and PostgreSQL as local processes, replays a CSV snapshot"
                + " through them, shows what came out, and stays up until Ctrl-C.")
public final class Quickstart implements Callable<Integer> {
    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(30);
    private static final int DELETE_ATTEMPTS = 20;
    /** The workers' versions that the pack is tested with. */
    static final List<String> CONNECT_VERSIONS = List.of("3.7.2", "3.9.1", "4.3.1");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // The command line alone looks at it.
    private boolean help;

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

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    private volatile @Nullable PipelineStack stack;
    private volatile boolean ending;
    private volatile boolean failed;

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
        if (connectVersion != null && !CONNECT_VERSIONS.contains(connectVersion)) {
            throw new IllegalArgumentException("--connect-version: expected one of " + CONNECT_VERSIONS);
        }
        if (report != null && !Files.isWritable(report.toAbsolutePath().getParent())) {
            throw new IllegalArgumentException("--report: the folder of " + report + " is missing or not writable");
        }
        Path stackFolder = folder == null ? Files.createTempDirectory("fulfillment-connect-") : folder.toAbsolutePath();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stackFolder)));
        PipelineStack.Settings settings = new PipelineStack.Settings(
                stackFolder,
                snapshot,
                PipelineStack.Releases.ofWorker(Optional.ofNullable(connectVersion)),
                new PipelineStack.Ports(kafkaPort, connectPort, elasticsearchPort, postgresPort),
                Map.of(),
                checkout.pluginPath(),
                Map.of(),
                List.of());

        out.println(
                "Starting Kafka, Connect, Elasticsearch and PostgreSQL (logs: " + stackFolder.resolve("logs") + ")");
        long start = System.nanoTime();
        try {
            PipelineStack started = PipelineStack.start(checkout, settings);
            stack = started;
            out.printf(Locale.ROOT, "Started in %.0f s. Replaying %s%n%n", (System.nanoTime() - start) / 1e9, snapshot);
            replayAndShow(started, checkout);
        } catch (RuntimeException e) {
            if (ending) {
                return CommandLine.ExitCode.OK;
            }
            failed = true;
            throw new IllegalStateException(
                    e.getMessage() + System.lineSeparator() + "The logs of all servers are in "
                            + stackFolder.resolve("logs"),
                    e);
        }
        if (!once) {
            out.println("Everything stays up until Ctrl-C.");
            new CountDownLatch(1).await();
        }
        return CommandLine.ExitCode.OK;
    }

    private void replayAndShow(PipelineStack started, Project checkout) throws InterruptedException {
        Pipeline pipeline = new Pipeline(started, checkout, Map.of());
        ProgressBars bars = new ProgressBars(out, terminal);
        Map<String, Double> seconds = pipeline.awaitDrained(pipeline.create(), DRAIN_TIMEOUT, bars::show);
        bars.finish();

        Summary summary = new Summary(started, checkout);
        if (report != null) {
            summary.report(seconds).writeTo(report);
        }
        summary.print(out, seconds);
    }

    /** Whatever ends this process, also Ctrl-C while servers are still starting. */
    private void end(Path stackFolder) {
        ending = true;
        PipelineStack started = stack;
        if (started != null) {
            started.close();
        }
        if (folder == null && !failed) {
            deleteTemporary(stackFolder);
        }
    }

    private void deleteTemporary(Path stackFolder) {
        // Servers that were still starting are stopped beside this, and write to the last.
        for (int attempt = 1; attempt <= DELETE_ATTEMPTS; attempt++) {
            try {
                Folders.deleteRecursively(stackFolder);
                return;
            } catch (IOException | UncheckedIOException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    out.println("Could not delete " + stackFolder + ": " + e.getMessage());
                } else {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                }
            }
        }
    }
}
