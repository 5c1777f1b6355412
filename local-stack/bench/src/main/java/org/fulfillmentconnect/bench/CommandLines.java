package org.fulfillmentconnect.bench;

import picocli.CommandLine;

/** How the commands of this module run: a failure is one message, and the exit code tells. */
final class CommandLines {
    private CommandLines() {}

    static void runAndExit(Object command, String[] arguments) {
        // Asking for the offsets of a topic that is new, or just deleted, is answered by asking again.
        System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka.clients.admin", "off");
        CommandLine line = new CommandLine(command);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println("Failed: " + failure.getMessage());
            failed.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(arguments));
    }
}
