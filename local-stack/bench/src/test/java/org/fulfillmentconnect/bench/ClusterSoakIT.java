package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterSoakIT {
    @Test
    void aReplayInWhichEveryKindOfServerDiesEndsAsOneWithoutAFault() throws IOException {
        StringWriter out = new StringWriter();
        int exitCode = new Soak()
                .commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(Soak.withCommand(
                        "--rounds=1",
                        "--orders=6000",
                        "--seconds=300",
                        "--project=" + System.getProperty("project.root", "../..")));

        assertThat(exitCode).as(out.toString()).isZero();
        List<String> lines = out.toString().lines().toList();
        JsonNode figures = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        for (String once :
                List.of("rounds", "workerKills", "brokerKills", "elasticsearchKills", "postgresKills", "zombies")) {
            assertThat(figures.path(once).asInt()).as(once).isOne();
        }
        for (String none : List.of("gaps", "unexpected", "duplicates", "outOfOrder", "deadLetters", "rejects")) {
            assertThat(figures.path(none).asInt(-1)).as(none).isZero();
        }
        for (String right : List.of("digestsEqual", "allComplete", "eachKindMidway", "tasksSpread")) {
            assertThat(figures.path(right).asBoolean()).as(right).isTrue();
        }
        assertThat(figures.path("kills").asInt()).isEqualTo(4);
        assertThat(figures.path("events").asInt()).isGreaterThan(24_000);
    }
}
