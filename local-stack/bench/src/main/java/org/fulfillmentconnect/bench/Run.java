package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.SnapshotGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One run of a plugin on servers of its own, with a data set that is generated for it. */
abstract class Run implements Callable<Integer> {
    @ParentCommand
    private @Nullable Commands program;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "Generate a data set of so many orders, about five events each. Default: ${DEFAULT-VALUE}.")
    private int orders;

    @Option(names = "--keep", description = "Keep the temporary folder with data and logs, as after a failure.")
    private boolean keep;

    /** What was found; printed at the end. */
    final Figures figures = new Figures();

    /** @param orders the default */
    Run(int orders) {
        this.orders = orders;
    }

    /**
     * Refuses options that make no sense.
     *
     * @throws IllegalArgumentException naming the option and what was expected
     */
    abstract void check();

    /**
     * Does it, and adds the {@link #figures}.
     *
     * @return whether all is as it should be
     */
    abstract boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException;

    /** Measures or tries the plugin in a temporary folder. */
    @Override
    public final Integer call() throws IOException, InterruptedException {
        expect(orders >= 1, "--orders", "1 or more");
        check();
        Project project = Objects.requireNonNull(program).project();
        boolean right;
        try (WorkFolder folder = WorkFolder.create(out())) {
            right = run(project, folder);
            if (right && !keep) {
                folder.deleteAtTheEnd();
            }
        }
        figures.print(out());
        return right ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** How many orders to generate. */
    final int orders() {
        return orders;
    }

    static void expect(boolean met, String option, String expected) {
        if (!met) {
            throw new IllegalArgumentException(option + ": expected " + expected);
        }
    }

    /** Generates the data set. */
    final Path snapshot(WorkFolder folder, long seed) throws IOException {
        Path snapshot = folder.resolve("snapshot");
        new SnapshotGenerator(orders, seed).writeTo(snapshot);
        show("Generated %,d orders", orders);
        return snapshot.toRealPath();
    }

    /** Prints a line at once. */
    final void show(String format, Object... arguments) {
        out().printf(format + "%n", arguments);
        out().flush();
    }

    final PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
