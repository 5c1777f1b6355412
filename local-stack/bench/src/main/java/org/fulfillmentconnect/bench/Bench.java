package org.fulfillmentconnect.bench;

import picocli.CommandLine.Command;

/** Measures one plugin in a real worker, beside others. */
@Command(
        name = "bench",
        description = "Measures one plugin in a real worker on a real broker, beside others.",
        subcommands = {SourceBench.class, ProjectionBench.class, KpiBench.class, QuestionBench.class, SizeBench.class})
public final class Bench extends Commands {
    private Bench() {}

    public static void main(String[] arguments) {
        new Bench().runAndExit(arguments);
    }
}
