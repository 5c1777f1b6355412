package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line tool of Kafka, by the name of its main class; of the same version as the broker. */
public record KafkaTool(String mainClass) {
    /**
     * Runs it to its end, in a process of its own with a heap of 512 MiB.
     *
     * @param output takes what it prints, in place of what was there
     * @return what it printed
     * @throws ServerException if it cannot be started, or ends with another code than 0
     */
    public String run(List<String> arguments, Path output) {
        return run(arguments, Path.of("/dev/null"), output);
    }

    /**
     * The same with an input.
     *
     * @param input what it reads from its standard input
     */
    public String run(List<String> arguments, Path input, Path output) {
        List<String> command = new ArrayList<>(List.of(
                ServerBuilder.java(ServerBuilder.ownJavaHome()).toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseG1GC",
                "-cp",
                Downloads.inUserCache().kafkaTools() + "/*",
                mainClass));
        command.addAll(arguments);
        Process tool = Launcher.start(new ProcessBuilder(Launcher.dyingWithParent(command))
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
        try {
            if (tool.waitFor() != 0) {
                throw new ServerException(
                        "%s ended with exit code %d; see %s".formatted(mainClass, tool.exitValue(), output));
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new ServerException("cannot read what %s printed: %s".formatted(mainClass, output), e);
        } catch (InterruptedException e) {
            tool.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while %s ran".formatted(mainClass), e);
        }
    }
}
