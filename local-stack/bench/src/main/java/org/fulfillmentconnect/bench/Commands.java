package org.fulfillmentconnect.bench;

import java.nio.file.Path;
import org.fulfillmentconnect.quickstart.Project;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** A program of one command for each plugin. A failure is one message, and the exit code tells. */
abstract sealed class Commands permits Bench, Soak {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // The command line alone looks at it.
    private boolean help;

    @Option(names = "--project", hidden = true, scope = ScopeType.INHERIT)
    private Path project = Path.of(".");

    final Project project() {
        return new Project(project);
    }

    final void runAndExit(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** What runs it. */
    final CommandLine commandLine() {
        // Asking for the offsets of a topic that is new, or just deleted, is answered by asking again.
        System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka.clients.admin", "off");
        CommandLine line = new CommandLine(this);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println("Failed: " + failure.getMessage());
            failed.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }
}
