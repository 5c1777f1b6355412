package org.fulfillmentconnect.bench;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Tries the plugins under faults. */
@Command(
        name = "soak",
        usageHelpWidth = 120,
        description =
                "Kills what the plugins run on again and again, and looks whether what they wrote is right. Options"
                        + " without a command are those of cluster; each command says with --help what it does.",
        subcommands = {ClusterSoak.class, SourceSoak.class, ProjectionSoak.class})
public final class Soak extends Commands {
    private static final String DEFAULT = "cluster";

    Soak() {}

    public static void main(String[] arguments) {
        new Soak().runAndExit(withCommand(arguments));
    }

    /** What begins with an option is the whole pipeline's, unless help is asked for. */
    static String[] withCommand(String... arguments) {
        String first = arguments.length == 0 ? "-" : arguments[0];
        boolean named = !first.startsWith("-") || List.of("-h", "--help").contains(first);
        return named
                ? arguments
                : Stream.concat(Stream.of(DEFAULT), Stream.of(arguments)).toArray(String[]::new);
    }
}
