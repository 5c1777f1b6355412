package org.fulfillmentconnect.bench;

import picocli.CommandLine.Command;

/** Tries one plugin under faults. */
@Command(
        name = "soak",
        description = "Kills what one plugin runs on again and again, and looks whether what it wrote is right.",
        subcommands = {SourceSoak.class, ProjectionSoak.class})
public final class Soak extends Commands {
    private Soak() {}

    public static void main(String[] arguments) {
        new Soak().runAndExit(arguments);
    }
}
