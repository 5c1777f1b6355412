package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.fulfillmentconnect.stack.FreePort;
import org.fulfillmentconnect.stack.KafkaBroker;
import org.fulfillmentconnect.stack.KafkaTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped pipeline on a cluster that forbids whatever the documentation's list of ACLs does not allow. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AclsIT {
    private static final String LOG = "fulfillment-events";
    private static final List<String> SINKS = List.of(Project.PROJECTION, Project.KPI);
    private static final String PLAIN_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final Map<String, String> CLIENT = Map.of(
            "security.protocol", "SASL_PLAINTEXT",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", PLAIN_LOGIN + "username=\"fulfillment-connect\" password=\"secret\";");
    private static final Pattern ALLOWED = Pattern.compile(
            "User:fulfillment-connect is Allowed operation = (\\w+) .* on resource = (\\w+):LITERAL:(\\S+)");

    @TempDir
    static Path data;

    private static PipelineFixture fixture;
    private static Admin admin;

    /** What the source asks about its topics with, beside what is shipped. */
    private static Map<String, String> adminSettings;

    @BeforeAll
    static void start() throws IOException {
        int plain = FreePort.find();
        String secured = "127.0.0.1:" + FreePort.find();
        String controller = "127.0.0.1:" + FreePort.find();
        Map<String, String> broker = new HashMap<>();
        broker.put(
                "listeners", "PLAIN://127.0.0.1:%d,SECURED://%s,CONTROLLER://%s".formatted(plain, secured, controller));
        broker.put("controller.quorum.voters", "1@" + controller);
        broker.put("inter.broker.listener.name", "PLAIN");
        broker.put("listener.security.protocol.map", "PLAIN:PLAINTEXT,SECURED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        broker.put("sasl.enabled.mechanisms", "PLAIN");
        broker.put(
                "listener.name.secured.plain.sasl.jaas.config", PLAIN_LOGIN + "user_fulfillment-connect=\"secret\";");
        broker.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The broker and this test, by the listener that asks for no user.
        broker.put("super.users", "User:ANONYMOUS");
        Map<String, String> worker = new HashMap<>(Map.of("bootstrap.servers", secured));
        adminSettings = new HashMap<>(Map.of("admin.bootstrap.servers", secured));
        CLIENT.forEach((setting, value) -> {
            Stream.of("", "producer.", "consumer.", "admin.").forEach(prefix -> worker.put(prefix + setting, value));
            adminSettings.put("admin." + setting, value);
        });
        copySampleWithARowToReject();
        fixture = PipelineFixture.startSecured(
                data, new PipelineStack.Ports(plain, 0, 0, 0), broker, worker, AclsIT::allowWhatIsDocumented);
        admin = Admin.create(Map.of("bootstrap.servers", fixture.bootstrapServers()));
    }

    private static void copySampleWithARowToReject() throws IOException {
        try (Stream<Path> tables = Files.list(PipelineFixture.PROJECT.sampleData())) {
            for (Path table : tables.toList()) {
                Files.copy(table, data.resolve(table.getFileName()));
            }
        }
        Files.writeString(data.resolve("olist_orders_dataset.csv"), "no order\n", StandardOpenOption.APPEND);
    }

    @AfterAll
    static void stop() {
        admin.close();
        fixture.close();
    }

    /** Runs the commands of the documentation, and has the broker tell of each decision. */
    private static void allowWhatIsDocumented(KafkaBroker kafka) {
        try (Admin broker = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ConfigResource logger = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");
            broker.incrementalAlterConfigs(Map.of(
                            logger,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("kafka.authorizer.logger", "DEBUG"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Path folder = Files.createTempDirectory("fulfillment-connect-acls-");
            Path properties = Files.createFile(folder.resolve("admin.properties"));
            KafkaTool tool = new KafkaTool("org.apache.kafka.tools.AclCommand");
            for (String command : DocumentedAcls.commands()) {
                String arguments = command.replace("kafka-acls.sh ", "")
                        .replace("$KAFKA", kafka.bootstrapServers())
                        .replace("admin.properties", properties.toString());
                tool.run(List.of(arguments.split(" +")), folder.resolve("acls.txt"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(1)
    void thePipelineRunsExactlyOnceWithThemAlone() throws Exception {
        Pipeline pipeline = new Pipeline(fixture.stack, fixture.project, adminSettings);
        pipeline.awaitDrained(pipeline.create(), PipelineFixture.TIMEOUT, progress -> {});

        Set<String> events = new HashSet<>();
        long[] records = new long[1];
        EventLog.read(fixture.bootstrapServers(), LOG, event -> {
            records[0]++;
            events.add(event.value());
        });
        assertThat(events).hasSize((int) records[0]);
        fixture.projection.refresh("shipments");
        assertThat(fixture.projection.count("shipments")).isEqualTo(SampleCommand.SAMPLE_ORDERS);
        assertThat(fixture.kpis("public").totals().samples()).isPositive();
    }

    @Test
    @Order(2)
    void theyAreEnoughForDeadLettersARedriveAndARebuild() {
        fixture.send(List.of(new ProducerRecord<>(LOG, 0, 1L, "order", "no event")));
        SINKS.forEach(sink -> fixture.awaitDrained(sink, LOG));
        assertThat(letters("fulfillment-dlq-projection")).hasSize(1);
        assertThat(letters("fulfillment-dlq-kpi")).hasSize(1);

        List<ConsumerRecord<String, String>> log = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), LOG, log::add);
        // Not the first of its topic: the KPIs never see what cannot be converted, and read again from before it.
        fixture.send(List.of(
                new ProducerRecord<>(
                        "fulfillment-corrections", log.get(0).key(), log.get(0).value()),
                new ProducerRecord<>("fulfillment-corrections", "order", "still no event")));
        for (String sink : SINKS) {
            fixture.rest.putConfig(sink + "-redrive", fixture.project.redrive(sink));
            fixture.awaitDrained(sink + "-redrive", "fulfillment-corrections");
            fixture.startOver(sink + "-redrive", () -> {});
            fixture.startOver(sink, () -> {});
            fixture.awaitDrained(sink, LOG);
            fixture.awaitDrained(sink + "-redrive", "fulfillment-corrections");
        }
        assertThat(letters("fulfillment-dlq-redrive")).hasSize(4);
    }

    /** None of them is listed for nothing: no other one allows what it allows, and each was asked for. */
    @Test
    @Order(3)
    void eachOfThemIsNeeded() throws Exception {
        Set<String> asked = new HashSet<>();
        try (Stream<String> lines = Files.lines(fixture.stack.kafka().log())) {
            lines.map(ALLOWED::matcher)
                    .filter(Matcher::find)
                    .forEach(decision ->
                            asked.add(decision.group(1) + " " + decision.group(2) + ":" + decision.group(3)));
        }
        assertThat(bindings()).hasSizeGreaterThan(20).allSatisfy(binding -> {
            String what = binding.entry().operation() + " "
                    + binding.pattern().resourceType().toString().replace("_", "") + ":"
                    + binding.pattern().name();
            boolean prefixed = binding.pattern().patternType() == PatternType.PREFIXED;
            assertThat(asked)
                    .anyMatch(one ->
                            prefixed ? one.regionMatches(true, 0, what, 0, what.length()) : one.equalsIgnoreCase(what));
        });
    }

    @ParameterizedTest
    @Order(4)
    @CsvSource(delimiter = '|', textBlock = """
                    READ  | fulfillment-events             | lane-kpi            | Not authorized to access topics: [fulfillment-events]
                    READ  | connect-shipment-projection    | shipment-projection | Not authorized to access group: connect-shipment-projection
                    WRITE | fulfillment-connect-olist-replay- | olist-replay        | TransactionalIdAuthorizationException
                    """)
    void oneThatIsMissingStopsTheTaskAndIsNamed(String operation, String resource, String connector, String message)
            throws Exception {
        AclBindingFilter missing = binding(operation, resource).toFilter();
        List<AclBinding> removed =
                List.copyOf(admin.deleteAcls(List.of(missing)).all().get());
        fixture.rest.restart(connector);

        await().atMost(PipelineFixture.TIMEOUT)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    JsonNode task = fixture.rest.status(connector).path("tasks").path(0);
                    assertThat(task.path("state").asText()).isEqualTo("FAILED");
                    assertThat(task.path("trace").asText()).contains(message);
                });

        admin.createAcls(removed).all().get();
        fixture.rest.restart(connector);
        await().atMost(PipelineFixture.TIMEOUT)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> {
                    fixture.rest.awaitRunning(connector, PipelineFixture.TIMEOUT);
                    return true;
                });
    }

    @Test
    @Order(5)
    void theCheckOfTheTopicsNamesTheOneThatItMayNotDescribe() throws Exception {
        AclBinding describe = binding("DESCRIBE_CONFIGS", "fulfillment-rejects");
        admin.deleteAcls(List.of(describe.toFilter())).all().get();
        ObjectNode source = fixture.variant(Project.SOURCE, adminSettings);
        Map<String, String> settings = new HashMap<>();
        source.properties()
                .forEach(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));

        Map<String, List<String>> errors =
                fixture.rest.validate(source.path("connector.class").asText(), settings);

        admin.createAcls(List.of(describe)).all().get();
        assertThat(errors)
                .isEqualTo(Map.of(
                        "rejects.topic",
                        List.of(
                                "Invalid value fulfillment-rejects for configuration rejects.topic: topic fulfillment-rejects"
                                        + " may not be described by this client; allow it the DESCRIBE and"
                                        + " DESCRIBE_CONFIGS operations, or set topic.check=false")));
    }

    private static AclBinding binding(String operation, String resource) throws Exception {
        return bindings().stream()
                .filter(binding -> binding.entry().operation().toString().equals(operation))
                .filter(binding -> binding.pattern().name().equals(resource))
                .findFirst()
                .orElseThrow();
    }

    private static List<AclBinding> bindings() throws Exception {
        return List.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get());
    }

    private static List<ConsumerRecord<String, String>> letters(String topic) {
        List<ConsumerRecord<String, String>> letters = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), topic, letters::add);
        return letters;
    }
}
