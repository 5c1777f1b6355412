package org.fulfillmentconnect.bench;

import java.nio.file.Path;
import org.fulfillmentconnect.quickstart.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Tries one plugin under faults. */
@Command(
        name = "soak",
        description = "Kills the worker of one plugin again and again, and looks whether what it wrote is right.",
        subcommands = SourceSoak.class)
public final class Soak {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // The command line alone looks at it.
    private boolean help;

    @Option(names = "--project", hidden = true, scope = ScopeType.INHERIT)
    private Path project = Path.of(".");

    private Soak() {}

    public static void main(String[] arguments) {
        CommandLines.runAndExit(new Soak(), arguments);
    }

    Project project() {
        return new Project(project);
    }
}
