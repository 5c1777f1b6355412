package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfEnvironmentVariable(
        named = ServerPlace.SWITCH,
        matches = "containers",
        disabledReason = "containers that their starter leaves behind are removed by Testcontainers")
class OrphansIT {
    @TempDir
    Path stack;

    /** Starts a PostgreSQL, says its process id and waits. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            PostgresServer postgres = PostgresServer.in(Path.of(arguments[0])).start();
            System.out.println(postgres.pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void aServerStopsInOrderWhereItsStarterIsTerminated() throws IOException {
        Process starter = starter();
        Remains server = startedBy(starter);

        starter.destroy();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(server::assertNone);
        assertThat(stack.resolve("logs/postgres.log")).content().contains("database system is shut down");
        assertThat(stack.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells a process that its parent has died")
    void aServerDiesWithItsKilledStarter() throws IOException {
        Process starter = starter();
        Remains server = startedBy(starter);

        starter.destroyForcibly();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(server::assertNone);
        assertThat(Files.exists(stack.resolve("postgres/data/postmaster.pid"))).isTrue();
    }

    private Process starter() throws IOException {
        return new ProcessBuilder(
                        ServerBuilder.java(ServerBuilder.ownJavaHome()).toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        stack.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Remains startedBy(Process starter) throws IOException {
        try (BufferedReader output = starter.inputReader(StandardCharsets.UTF_8)) {
            return Remains.of(Long.parseLong(output.readLine()));
        }
    }
}
