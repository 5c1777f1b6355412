package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
    private static final Path HOME = Path.of("/home/someone");

    /** Stands in for Maven: puts one file where it is told to, and notes that it ran. */
    private static final String MAVEN = """
            #!/bin/sh
            echo "$@" >> "$(dirname "$0")/calls"
            for argument; do
              case "$argument" in -DoutputDirectory=*) folder="${argument#*=}";; esac
            done
            sleep 0.3
            mkdir -p "$folder" && echo jar > "$folder/a.jar"
            """;

    @TempDir
    Path temporary;

    @Test
    void cachesInTheFolderOfItsOwnVariableFirst() {
        assertThat(Downloads.cacheFolder(
                        Map.of("FULFILLMENT_CONNECT_CACHE", "/big/cache", "XDG_CACHE_HOME", "/xdg"), HOME))
                .isEqualTo(Path.of("/big/cache"));
    }

    @Test
    void cachesInTheUsersCacheFolder() {
        assertThat(Downloads.cacheFolder(Map.of("XDG_CACHE_HOME", "/xdg"), HOME))
                .isEqualTo(Path.of("/xdg/fulfillment-connect"));
        assertThat(Downloads.cacheFolder(Map.of("XDG_CACHE_HOME", ""), HOME))
                .isEqualTo(Path.of("/home/someone/.cache/fulfillment-connect"));
    }

    @Test
    void fetchesOnceForAllWhoAskAtOnce() throws IOException {
        Downloads downloads = downloads(MAVEN);
        List<CompletableFuture<Path>> asked = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> downloads.connectWorker("3.7.2")))
                .limit(3)
                .toList();

        assertThat(asked)
                .allSatisfy(path -> assertThat(path.join().resolve("a.jar")).hasContent("jar"));
        assertThat(Files.readAllLines(temporary.resolve("calls"))).hasSize(1);
    }

    @Test
    void asksForTheJarsOfTheWorkersVersion() {
        Path jars = downloads(MAVEN).connectWorker("3.9.1");

        assertThat(jars).isEqualTo(temporary.resolve("cache/connect-worker-3.9.1"));
        assertThat(temporary.resolve("calls"))
                .content()
                .startsWith("-B -q ")
                .contains("dependency:copy-dependencies")
                .contains("-Dkafka.version=3.9.1")
                .contains("-Dslf4j.version=1.7.");
    }

    @Test
    void leavesNoEntryWhereMavenFailsAndSaysWhatItSaid() {
        Downloads downloads = downloads("#!/bin/sh\necho '[ERROR] no route to the repository'\nexit 1\n");

        assertThatThrownBy(downloads::kafkaBroker)
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("the server's files could not be fetched: ")
                .hasMessageEndingWith(
                        "ended with exit code 1 and said:%n[ERROR] no route to the repository".formatted());
        assertThat(temporary.resolve("cache/kafka-broker-" + Versions.KAFKA)).doesNotExist();
    }

    @Test
    void clearsWhatAKilledFetchLeft() throws IOException {
        Path leftOver = Files.createDirectories(temporary.resolve("cache/connect-worker-4.3.1.partial-1-2"));
        Files.writeString(leftOver.resolve("half.jar"), "ha");

        Path jars = downloads(MAVEN).connectWorker("4.3.1");

        assertThat(leftOver).doesNotExist();
        assertThat(jars.resolve("a.jar")).exists();
    }

    @Test
    void namesTheMavenThatIsMissing() {
        assertThatThrownBy(() -> new Downloads(temporary, "no-such-mvn").kafkaBroker())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("no-such-mvn");
    }

    private Downloads downloads(String script) {
        try {
            Path maven = temporary.resolve("mvn");
            Files.writeString(maven, script);
            Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new Downloads(temporary.resolve("cache"), maven.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
