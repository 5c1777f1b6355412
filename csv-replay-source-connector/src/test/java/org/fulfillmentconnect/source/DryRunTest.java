package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path connector = Path.of("");

    @BeforeEach
    void threeOrders() throws IOException {
        OlistFiles.in(folder)
                .orders(
                        "o1,c1,shipped,2017-06-01 10:00:00,,,,",
                        "o2,c1,shipped,never,,,,",
                        "o3,c1,shipped,2017-06-03 10:00:00,,,,",
                        "o4,c1,shipped,2017-06-04 10:00:00,,,,")
                .items("o3,s1,,1.00,", "o4,s1,,1.00,", "o9,s1,,1.00,")
                .sellers("s1,santos,SP")
                .customers("c1,u1,campinas,SP");
        connector = folder.resolve("connector.json");
        write(Map.of("dataset", "olist", "csv.dir", folder.toString(), "time.zone", "America/Sao_Paulo"));
    }

    private void write(Map<String, String> settings) throws IOException {
        Files.writeString(connector, JSON.writeValueAsString(settings));
    }

    private int run(String... args) {
        return new DryRun(print(out), print(err)).run(args);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void showsTheRecordsOfTheFirstRowsAndTheRejects() throws IOException {
        assertThat(run(connector.toString(), "2")).isZero();

        assertThat(lines())
                .extracting(line -> line.at("/value/eventType").asText()
                        + line.path("key").asText()
                        + line.path("rejected").asText()
                        + line.path("reason").asText())
                .containsExactly(
                        "ORDER_PLACEDo1",
                        "ORDER_PLACEDo3",
                        "WAREHOUSE_ASSIGNEDo3",
                        "olist_orders_dataset.csv:3order_purchase_timestamp: expected a time such as 2017-10-02"
                                + " 10:56:33");
        assertThat(lines().get(0).toString())
                .contains(
                        "\"topic\":\"fulfillment-events\"",
                        "\"timestamp\":1496322000000",
                        "\"headers\":{\"eventType\":\"ORDER_PLACED\",\"owner\":\"OMS\"}",
                        "\"eventAt\":1496322000000");
    }

    @Test
    void saysWhatBecameOfTheRows() {
        run(connector.toString());

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "olist_orders_dataset.csv: 4 rows",
                        "order of orders: 3 rows = 3 used + 0 rejected + 0 not asked for + 0 after as-of",
                        "as of 2017-06-04T13:00:00Z; 1 bad rows, 1 rejects");
    }

    @Test
    void takesVariablesOfTheEnvironment() throws IOException {
        write(Map.of("dataset", "${env:NO_SUCH_VARIABLE}", "csv.dir", "${env:PATH}", "time.zone", "UTC"));

        assertThat(run(connector.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("for configuration csv.dir: ")
                .doesNotContain("${env:PATH}");
    }

    @Test
    void saysWhichSettingIsWrong() throws IOException {
        write(Map.of("dataset", "olist", "csv.dir", folder.toString(), "time.zone", "Mars/Olympus"));

        assertThat(run(connector.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "Invalid value Mars/Olympus for configuration time.zone: is no known time zone;"
                                + " expected one such as America/Sao_Paulo");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(run()).isEqualTo(2);
        assertThat(run(connector.toString(), "many")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Usage: java -cp ")
                .contains("CONNECTOR.json [ROWS]");
    }

    @Test
    void saysWhenTheFileIsNoJson() throws IOException {
        Files.writeString(connector, "dataset=olist");

        assertThat(run(connector.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("connector.json: expected a JSON object of settings: ");
    }
}
