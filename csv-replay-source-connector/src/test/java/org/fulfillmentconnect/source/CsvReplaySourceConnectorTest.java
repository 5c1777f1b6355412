package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.sort.SpillFolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReplaySourceConnectorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path temp;

    private Path root = Path.of("");
    private Path folder = Path.of("");

    @BeforeEach
    void anEmptyDataSet() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
        folder = Files.createDirectory(root.resolve("data"));
        OlistFiles.in(folder);
    }

    @Test
    void takesGoodSettings() {
        assertThat(errors(Map.of())).isEmpty();
        assertThat(errors(Map.of("as.of", "2018-09-03T09:00:00"))).isEmpty();
        assertThat(errors(Map.of("as.of", "2018-09-03T09:00:00Z"))).isEmpty();
        assertThat(errors(Map.of("as.of", "2018-09-03T09:00:00-03:00"))).isEmpty();
        assertThat(errors(Map.of("errors.tolerance", "none"))).isEmpty();
    }

    @Test
    void asOfIsLocalUnlessItIsAnInstant() {
        assertThat(InstantSetting.read("2018-09-03T09:00:00", "America/Sao_Paulo"))
                .contains(Instant.parse("2018-09-03T12:00:00Z"));
        assertThat(InstantSetting.read("2018-09-03T09:00:00.1239Z", "America/Sao_Paulo"))
                .contains(Instant.parse("2018-09-03T09:00:00.123Z"));
        assertThat(InstantSetting.read(" ", "America/Sao_Paulo")).isEmpty();
    }

    @Test
    void aNullInTheJsonIsNotSet() {
        Map<String, String> settings = settings(Map.of());
        for (String key : List.of("as.of", "topic", "mapping", "shards", "errors.tolerance")) {
            settings.put(key, null);
        }
        CsvReplaySourceConnector connector = connector(root.toString());

        assertThat(connector.validate(settings).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        connector.start(settings);
        assertThat(connector.taskConfigs(16)).hasSize(16);
    }

    @Test
    void namesEveryRequiredSettingThatIsMissing() {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (ConfigValue value : connector(root.toString()).validate(Map.of()).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        assertThat(errors.keySet())
                .containsExactlyInAnyOrder("dataset", "csv.dir", "time.zone", "admin.bootstrap.servers");
        assertThat(errors.get("dataset"))
                .containsExactly("Missing required configuration \"dataset\" which has no default value.");
        assertThat(errors.get("admin.bootstrap.servers"))
                .containsExactly(
                        "Invalid value  for configuration admin.bootstrap.servers: is required to check the topics'"
                                + " settings; name the brokers, or set topic.check=false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    time.zone     | Mars/Olympus | is no known time zone; expected one such as America/Sao_Paulo
                    as.of         | yesterday    | expected an instant such as 2018-09-03T12:00:00Z or a local date-time such as 2018-09-03T09:00:00
                    as.of         | 2026-01-01T00:00:00.001Z | lies in the future; expected a past instant, or empty
                    mapping       | amazon       | is no mapping that comes with the connector (olist), no JSON object and no file that ends in .json
                    shards        | 0            | Value must be at least 1
                    shards        | 1001         | Value must be no more than 1000
                    topic         | a b          | is no topic name; expected up to 249 letters, digits, dots, underscores and hyphens
                    rejects.topic | ..           | is no topic name; expected up to 249 letters, digits, dots, underscores and hyphens
                    rejects.topic | fulfillment-events | is the log's topic; rejected rows are no events and need a topic of their own
                    batch.max.records | 0        | Value must be at least 1
                    topic.check.timeout.ms | 1   | Value must be at least 100
                    dataset       | ''           | String must be non-empty
                    replay.speed  | -1.0         | Value must be at least 0
                    replay.speed  | 1.0E10       | Value must be no more than 1.0E9
                    replay.speed  | NaN          | is no number
                    replay.from   | yesterday    | expected an instant such as 2018-09-03T12:00:00Z or a local date-time such as 2018-09-03T09:00:00
                    replay.to     | 2018-09-03   | expected an instant such as 2018-09-03T12:00:00Z or a local date-time such as 2018-09-03T09:00:00
                    replay.order  | random       | String must be one of: event-time, key
                    data.changed  | ignore       | String must be one of: fail, replay
                    rejects.max   | -2           | Value must be at least -1
                    sort.memory.bytes | 1048575  | Value must be at least 1048576
                    sort.memory.bytes | 1099511627777 | Value must be no more than 1099511627776
                    """)
    void refusesABadSettingOnItsField(String key, String value, String reason) {
        assertThat(errors(Map.of(key, value)))
                .isEqualTo(
                        Map.of(key, List.of("Invalid value " + value + " for configuration " + key + ": " + reason)));
    }

    @Test
    void takesTheSettingsOfAReplay() {
        assertThat(errors(Map.of(
                        "replay.speed", "3600",
                        "replay.from", "2017-01-01T00:00:00",
                        "replay.to", "2018-01-01T00:00:00Z",
                        "data.changed", "replay",
                        "rejects.max", "0",
                        "sort.memory.bytes", "1048576")))
                .isEmpty();
        assertThat(errors(Map.of("replay.order", "key"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2017-06-01T00:00:00-03:00", "2017-06-01T00:00:00", "2017-05-31T23:59:59"})
    void refusesAWindowInWhichNothingLies(String to) {
        assertThat(errors(Map.of("replay.from", "2017-06-01T00:00:00", "replay.to", to)))
                .isEqualTo(Map.of(
                        "replay.to",
                        List.of("Invalid value " + to
                                + " for configuration replay.to: is not after replay.from; no event"
                                + " lies between them")));
    }

    @Test
    void refusesASpeedInAnOrderInWhichTimeDoesNotGoOn() {
        assertThat(errors(Map.of("replay.order", "key", "replay.speed", "60")))
                .isEqualTo(Map.of(
                        "replay.speed",
                        List.of("Invalid value 60.0 for configuration replay.speed: needs replay.order=event-time: in"
                                + " another order the time of the events does not go on steadily. Expected 0")));
    }

    @Test
    void refusesToMixRejectsWithTheRecordsOfAMapping() {
        String mapping = """
                {
                  "tables": {"sellers": {"files": "olist_sellers_dataset.csv", "columns": {"seller_id": "text"}}},
                  "records": {"seller": {"from": "sellers", "key": "seller_id", "topic": "sellers",
                                         "fields": {"id": "seller_id"}}}
                }
                """;

        assertThat(errors(Map.of("mapping", mapping, "as.of", "2018-01-01T00:00:00", "rejects.topic", "sellers")))
                .isEqualTo(Map.of(
                        "rejects.topic",
                        List.of("Invalid value sellers for configuration rejects.topic: is the topic of records of the"
                                + " mapping; rejected rows need a topic of their own")));
    }

    @Test
    void refusesToTolerateErrorsOnThatFieldAndAtStart() {
        assertThat(errors(Map.of("errors.tolerance", "all")))
                .isEqualTo(Map.of(
                        "errors.tolerance",
                        List.of(
                                "errors.tolerance=all is refused: Connect has no dead letter queue for sources, so an event"
                                        + " that a transform or converter cannot handle would be lost without a trace. Use none;"
                                        + " rows that cannot be used go to rejects.topic anyway")));
        assertThatThrownBy(() -> connector(root.toString()).start(settings(Map.of("errors.tolerance", "all"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("errors.tolerance=all is refused: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":"})
    void refusesToReadAnythingWhereNoRootIsSet(String roots) {
        String message =
                "Invalid value " + folder + " for configuration csv.dir: this worker allows no folder to be read."
                        + " Its operator sets FULFILLMENT_CSV_ROOTS in the worker's environment (or the system property"
                        + " fulfillment.csv.roots) to the allowed folders, separated by ':'";
        assertThat(errors(roots, Map.of())).isEqualTo(Map.of("csv.dir", List.of(message)));
        assertThat(errors(null, Map.of())).isEqualTo(Map.of("csv.dir", List.of(message)));
        assertThatThrownBy(() -> connector(roots).start(settings(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void takesSeveralRootsAndTheRootItself() {
        String roots = String.join(File.pathSeparator, temp.resolve("missing").toString(), root.toString(), "/");
        assertThat(errors(roots, Map.of())).isEmpty();
        assertThat(errors(folder.toString(), Map.of())).isEmpty();
    }

    @Test
    void refusesAFolderThatLeadsOutOfTheRoots() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        OlistFiles.in(outside);
        Path link = Files.createSymbolicLink(root.resolve("link"), outside);
        Path sibling = Files.createDirectory(temp.resolve("root-of-others"));
        for (Path dir : List.of(
                outside,
                link,
                sibling,
                root.resolve("../outside"),
                folder.resolve("../../outside"),
                temp.resolve("no"))) {
            assertThat(errors(Map.of("csv.dir", dir.toString())))
                    .isEqualTo(csvDirError(
                            dir.toString(),
                            "lies below none of the folders that this worker allows" + " (FULFILLMENT_CSV_ROOTS)"));
        }
    }

    @Test
    void takesALinkThatLeadsIntoTheRoots() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), folder);

        assertThat(errors(Map.of("csv.dir", link.toString()))).isEmpty();
    }

    @Test
    void aRootMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        assertThat(errors(link.toString(), Map.of())).isEmpty();
        assertThat(errors(
                        link.toString(), Map.of("csv.dir", link.resolve("data").toString())))
                .isEmpty();
    }

    @Test
    void refusesAFileThatLeadsOutOfTheRoots() throws IOException {
        Path secret = Files.writeString(temp.resolve("secret"), "order_id\n");
        Files.delete(folder.resolve(OlistFiles.ORDERS));
        Files.createSymbolicLink(folder.resolve(OlistFiles.ORDERS), secret);

        assertThat(errors(Map.of()))
                .isEqualTo(csvDirError(
                        folder.toString(),
                        "olist_orders_dataset.csv: leads below none of the folders that this worker allows"
                                + " (FULFILLMENT_CSV_ROOTS)"));
    }

    @Test
    void refusesAFolderThatIsNone() throws IOException {
        Path missing = folder.resolve("missing");
        Path file = Files.writeString(root.resolve("file"), "");
        assertThat(errors(Map.of("csv.dir", missing.toString())))
                .isEqualTo(csvDirError(missing.toString(), "does not exist"));
        assertThat(errors(Map.of("csv.dir", file.toString())))
                .isEqualTo(csvDirError(file.toString(), "is no directory"));
        assertThat(errors(Map.of("csv.dir", "a\0b"))).isEqualTo(csvDirError("a\0b", "is no path"));
    }

    @Test
    void namesEveryFileAndColumnThatIsMissing() throws IOException {
        Files.delete(folder.resolve(OlistFiles.CUSTOMERS));
        Files.writeString(folder.resolve(OlistFiles.SELLERS), "\uFEFFseller_id,seller_city\ns1,santos\n");
        Files.writeString(folder.resolve(OlistFiles.ITEMS), "");
        Files.delete(folder.resolve(OlistFiles.ORDERS));
        Files.createDirectory(folder.resolve(OlistFiles.ORDERS));

        assertThat(errors(Map.of()).get("csv.dir"))
                .extracting(message -> message.replace("Invalid value " + folder + " for configuration csv.dir: ", ""))
                .containsExactly(
                        "olist_sellers_dataset.csv: column seller_state is missing in the header",
                        "olist_customers_dataset.csv: is missing",
                        "olist_orders_dataset.csv: is no file",
                        "olist_order_items_dataset.csv: is empty; expected a header");
    }

    @Test
    void refusesAFolderThatCannotTakeWhatDoesNotFitIntoMemory() {
        CsvReplaySourceConnector noFolder = new CsvReplaySourceConnector(
                new ReplayStart(CsvRoots.of(folder.toString()), new SpillFolder(folder.resolve("none")), CLOCK));

        assertThat(noFolder.validate(settings(Map.of())).configValues().stream()
                        .filter(value -> value.name().equals("sort.memory.bytes"))
                        .flatMap(value -> value.errorMessages().stream()))
                .containsExactly(
                        "sort.memory.bytes: what does not fit into memory goes to a folder of the worker, but it"
                                + " does not exist or cannot be written: " + folder.resolve("none")
                                + ". The worker's operator names one in FULFILLMENT_SPILL_DIR");
    }

    @Test
    void tellsOfBrokersThatDoNotAnswer() {
        Map<String, List<String>> errors = errors(Map.of(
                "topic.check", "true",
                "admin.bootstrap.servers", "127.0.0.1:1",
                "topic.check.timeout.ms", "300"));

        assertThat(errors)
                .isEqualTo(Map.of(
                        "admin.bootstrap.servers",
                        List.of("Invalid value 127.0.0.1:1 for configuration admin.bootstrap.servers: no answer from"
                                + " 127.0.0.1:1 within 300 ms")));
    }

    @Test
    void tellsOfBrokersThatAreNone() {
        assertThat(errors(Map.of("topic.check", "true", "admin.bootstrap.servers", "nowhere")))
                .isEqualTo(Map.of(
                        "admin.bootstrap.servers",
                        List.of("Invalid value nowhere for configuration admin.bootstrap.servers: the topics cannot be"
                                + " checked: ConfigException: Invalid url in bootstrap.servers: nowhere")));
    }

    @Test
    void passesTheAdminSettingsOnButNotTheWorkersOverrides() {
        assertThat(AdminSettings.of(Map.of(
                        "admin.bootstrap.servers", "b:1",
                        "admin.security.protocol", "SSL",
                        "admin.override.client.id", "x",
                        "topic", "t")))
                .isEqualTo(Map.of("bootstrap.servers", "b:1", "security.protocol", "SSL"));
    }

    @Test
    void givesItsSettingsToAsManyTasksAsAreUseful() {
        CsvReplaySourceConnector connector = connector(root.toString());
        connector.start(settings(Map.of("shards", "3")));

        assertThat(connector.taskConfigs(2))
                .hasSize(2)
                .allSatisfy(task -> assertThat(task).containsEntry("dataset", "d"));
        assertThat(connector.taskConfigs(8)).hasSize(3);
        assertThat(connector.taskClass()).isEqualTo(CsvReplaySourceTask.class);
    }

    @Test
    void supportsExactlyOnceWithTheWorkersTransactions() {
        CsvReplaySourceConnector connector = connector(root.toString());

        assertThat(connector.exactlyOnceSupport(Map.of())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.canDefineTransactionBoundaries(Map.of()))
                .isEqualTo(ConnectorTransactionBoundaries.UNSUPPORTED);
    }

    @Test
    void everySettingIsDescribedForUserInterfaces() {
        for (ConfigDef.ConfigKey key :
                CsvReplaySourceConfig.CONFIG_DEF.configKeys().values()) {
            assertThat(key.group).as(key.name).isNotBlank();
            assertThat(key.displayName).as(key.name).isNotEqualTo(key.name);
            assertThat(key.width).as(key.name).isNotEqualTo(ConfigDef.Width.NONE);
            assertThat(key.documentation).as(key.name).endsWith(".");
        }
    }

    private Map<String, List<String>> csvDirError(String dir, String reason) {
        return Map.of("csv.dir", List.of("Invalid value " + dir + " for configuration csv.dir: " + reason));
    }

    private Map<String, List<String>> errors(Map<String, String> more) {
        return errors(root.toString(), more);
    }

    private Map<String, List<String>> errors(@Nullable String roots, Map<String, String> more) {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (ConfigValue value : connector(roots).validate(settings(more)).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    private static CsvReplaySourceConnector connector(@Nullable String roots) {
        return new CsvReplaySourceConnector(ReplayStarts.of(roots, CLOCK));
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "dataset", "d",
                "csv.dir", folder.toString(),
                "time.zone", "America/Sao_Paulo",
                "topic.check", "false"));
        settings.putAll(more);
        return settings;
    }
}
