package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fulfillmentconnect.stack.KafkaScripts;

/** Runs what a reader types, in a folder that looks like a checkout and keeps what commands write. */
final class Shell {
    /** What commands of the documentation need, by Debian's packages. */
    private static final Map<String, String> TOOLS =
            Map.of("bash", "bash", "curl", "curl", "jq", "jq", "psql", "postgresql-client");

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    /** What Elasticsearch's, and what Connect's answer to a bad request holds; curl takes either for an answer. */
    private static final List<String> ERRORS = List.of("\"error_code\"", "\"error\":{", "\"error\" : {");

    private final Path folder;
    private final Path scripts;
    private final Map<String, String> variables;

    /**
     * @param folder an empty one
     * @param variables beside those of this process
     */
    Shell(Path folder, Project project, Map<String, String> variables) {
        this.folder = folder;
        this.scripts = folder.resolve(".kafka");
        this.variables = variables;
        try (Stream<Path> entries = Files.list(project.root())) {
            for (Path entry : entries.toList()) {
                Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
            }
            Files.createDirectory(scripts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        KafkaScripts.writeTo(scripts);
        TOOLS.forEach((tool, debianPackage) -> assertThat(isThere(tool))
                .as("%s is needed for the commands of the documentation; Debian has it in %s", tool, debianPackage)
                .isTrue());
    }

    private static boolean isThere(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    /** What it prints to its standard output. It must end with exit code 0, and no server may have answered with an error. */
    String run(DocPage.Block block, String commands) {
        return run(block, commands, "");
    }

    /** The same with an input. */
    String run(DocPage.Block block, String commands, String input) {
        Path out = folder.resolve(".out");
        Path err = folder.resolve(".err");
        try {
            Path in = Files.writeString(folder.resolve(".in"), input);
            // Without a terminal: a question for a password is answered from the input.
            ProcessBuilder shell = new ProcessBuilder("setsid", "-w", "bash", "-euo", "pipefail", "-c", commands)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            shell.environment().putAll(variables);
            shell.environment().merge("PATH", scripts.toString(), (path, first) -> first + ":" + path);
            Process process = shell.start();
            boolean ended = process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String printed = Files.readString(out, StandardCharsets.UTF_8);
            String told = "%s%n%s%nprinted%n%s%nand to the error output%n%s"
                    .formatted(block, commands, printed, Files.readString(err, StandardCharsets.UTF_8));
            assertThat(ended).as("ended within %s: %s", TIMEOUT, told).isTrue();
            assertThat(process.exitValue()).as("exit code of %s", told).isZero();
            assertThat(ERRORS).as("no error of a server: %s", told).noneMatch(printed::contains);
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
