package org.fulfillmentconnect.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a server runs: as a process of this machine, or in a container where the environment asks for it.
 *
 * @param home the folder of its programs or jars there; empty where they are on PATH
 * @param java the program that runs its jars there
 * @param image what the container is made of; empty for a process
 */
record ServerPlace(String home, String java, Optional<String> image) {
    /** The environment variable that says where servers run. */
    static final String SWITCH = "FULFILLMENT_SERVERS";

    /**
     * A process where nothing else is asked for, and for a version that the image is not of, which is said.
     *
     * @param download fetches that version's files for a process, and returns their folder
     */
    static ServerPlace of(ServerImage image, String version, Function<String, Path> download) {
        return of(image, version, download, System.getenv());
    }

    static ServerPlace of(
            ServerImage image, String version, Function<String, Path> download, Map<String, String> environment) {
        boolean contained = contained(environment);
        if (contained && version.equals(image.version())) {
            return new ServerPlace(image.home(), "java", Optional.of(image.name(environment)));
        }
        if (contained) {
            System.err.printf(
                    "%s %s runs as a process, not in a container: %s is for %s%n",
                    image.title(), version, image.variable(), image.version());
        }
        return new ServerPlace(
                download.apply(version).toString(),
                ServerBuilder.java(ServerBuilder.ownJavaHome()).toString(),
                Optional.empty());
    }

    private static boolean contained(Map<String, String> environment) {
        String asked = environment.getOrDefault(SWITCH, "");
        return switch (asked) {
            case "", "processes" -> false;
            case "containers" -> true;
            default ->
                throw new ServerException(
                        "%s: expected processes or containers, but found %s".formatted(SWITCH, asked));
        };
    }

    boolean isContainer() {
        return image.isPresent();
    }

    /** As {@link Launcher#dyingWithParent}; a container has an owner of its own. */
    List<String> dyingWithParent(List<String> command) {
        return isContainer() ? command : Launcher.dyingWithParent(command);
    }

    /** As {@link Launcher#neverAsRoot}; a container runs as the owner of the server's folder. */
    List<String> neverAsRoot(String server, List<String> command, Path... paths) {
        return isContainer() ? command : Launcher.neverAsRoot(server, command, paths);
    }

    /** @param files what the server reads and writes beside its own folder */
    ServerRun run(ServerRun.Spec spec, List<Path> files) {
        return image.<ServerRun>map(name -> new ServerContainer(spec, name, files))
                .orElseGet(() -> new ServerProcess(spec));
    }

    /** Runs a command of the server's own tools to its end, with the same environment and log. */
    void runToEnd(ServerRun.Spec server, List<String> command) {
        var step =
                new ServerRun.Spec(server.name(), command, server.environment(), server.folder(), server.log(), "TERM");
        run(step, List.of()).runToEnd();
    }
}
