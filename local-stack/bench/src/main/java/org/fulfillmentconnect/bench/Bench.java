package org.fulfillmentconnect.bench;

import java.nio.file.Path;
import org.fulfillmentconnect.quickstart.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Measures one plugin in a real worker, beside others. */
@Command(
        name = "bench",
        description = "Measures one plugin in a real worker on a real broker, beside others.",
        subcommands = {SourceBench.class, ProjectionBench.class})
public final class Bench {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // The command line alone looks at it.
    private boolean help;

    @Option(names = "--project", hidden = true, scope = ScopeType.INHERIT)
    private Path project = Path.of(".");

    private Bench() {}

    public static void main(String[] arguments) {
        CommandLines.runAndExit(new Bench(), arguments);
    }

    Project project() {
        return new Project(project);
    }
}
