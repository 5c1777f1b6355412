package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private ServerProcess process;

    @BeforeEach
    void prepare() {
        process = shell("true");
    }

    @AfterEach
    void kill() {
        process.kill();
    }

    @Test
    void namesTheLogAndQuotesItsEndWhereTheServerEndsEarly() {
        process = shell("echo first; echo 'no such setting: colour' >&2; exit 3");
        process.start();

        assertThatThrownBy(() -> process.awaitReady(() -> false, SOON))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "shell ended with exit code 3 before it was ready; its log is %s, which ends in:%n  first%n  no such setting: colour",
                        log());
    }

    @Test
    void killsAServerThatDoesNotGetReady() {
        process = shell("echo waiting; sleep 600");
        process.start();

        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofMillis(300)))
                .isInstanceOf(ServerException.class)
                .hasMessage("shell was not ready within 0 s; its log is %s, which ends in:%n  waiting", log());
        assertThat(process.isRunning()).isFalse();
    }

    @Test
    void quotesTheLastStartAlone() {
        process = shell("[ -e again ] && exit 4; touch again; echo of the first start; exit 3");
        process.start();
        assertThatThrownBy(() -> process.awaitReady(() -> false, SOON)).hasMessageEndingWith("of the first start");
        process.start();

        assertThatThrownBy(() -> process.awaitReady(() -> false, SOON))
                .hasMessage("shell ended with exit code 4 before it was ready; its log is %s", log());
    }

    @Test
    void passesOnNoVariableThatItWasNotGiven() throws IOException {
        process = shell("env");
        process.start();
        await().until(() -> !process.isRunning());

        assertThat(Files.readAllLines(log()))
                .contains("GIVEN=a value")
                .extracting(line -> line.substring(0, line.indexOf('=')))
                .containsOnlyOnce("PATH")
                .isSubsetOf("GIVEN", "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void neverShowsTheEnvironment() {
        assertThat(process.spec().toString()).doesNotContain("a value");
        assertThat(process.failure("failed")).hasMessageNotContaining("a value");
    }

    @Test
    void stopsASuspendedProcess() {
        process = shell("trap 'echo bye; exit' TERM; echo up; while :; do sleep 0.1; done");
        process.start();
        await().until(() -> Files.readString(log()).equals("up\n"));
        process.suspend();

        process.stop();

        assertThat(process.isRunning()).isFalse();
        assertThat(log()).hasContent("up\nbye\n");
    }

    @Test
    void doesNothingWhileSuspended() throws IOException {
        process = shell("while :; do echo up; sleep 0.05; done");
        process.start();
        await().until(() -> Files.size(log()) > 10);
        process.suspend();

        await().during(Duration.ofMillis(400)).until(sizeStays());
        process.resume();

        long size = Files.size(log());
        await().until(() -> Files.size(log()) > size);
    }

    @Test
    void killsTheChildrenToo() throws IOException {
        process = shell("sleep 600 & echo $!; wait");
        process.start();
        await().until(() -> Files.size(log()) > 0);
        long child = Long.parseLong(Files.readString(log()).strip());
        assertThat(ProcessHandle.of(child)).isPresent();

        process.kill();

        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void refusesToStartTwice() {
        process = shell("sleep 600");
        process.start();

        assertThatThrownBy(process::start).hasMessage("shell is running already");
    }

    @Test
    void saysThatItIsNotRunning() {
        assertThatThrownBy(process::suspend).hasMessage("shell is not running");
    }

    private Callable<Boolean> sizeStays() throws IOException {
        long size = Files.size(log());
        return () -> Files.size(log()) == size;
    }

    private Path log() {
        return folder.resolve("shell.log");
    }

    private ServerProcess shell(String script) {
        return new ServerProcess(new ServerRun.Spec(
                "shell", List.of("sh", "-c", script), Map.of("GIVEN", "a value"), folder, log(), "TERM"));
    }
}
