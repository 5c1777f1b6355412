package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.tools.attach.VirtualMachine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.fulfillmentconnect.stack.FreePort;
import org.fulfillmentconnect.stack.JmxExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The shipped rules, alerts and dashboard on a real worker that has run the sample, and a real Prometheus where there is one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {
    private static final double EVENTS = 10_060;
    private static final Map<String, String> CHAPTERS =
            Map.of(Project.SOURCE, "### Source", Project.PROJECTION, "### Projection", Project.KPI, "### KPIs");
    private static final Pattern SAMPLE = Pattern.compile("^(\\w+)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private static PipelineFixture fixture;
    private static @Nullable Prometheus prometheus;
    private static String metrics;
    private static List<Sample> drained = List.of();
    private static Map<String, Map<String, Double>> beans;

    /** One line of what the exporter serves. */
    record Sample(String name, Map<String, String> labels, double value) {
        boolean isOf(String connector) {
            return connector.equals(labels.get("connector"));
        }
    }

    @BeforeAll
    static void runPipelineOnTheSample() throws Exception {
        int port = FreePort.find();
        fixture =
                PipelineFixture.startWith(JmxExporter.agent(port, MonitoringFiles.FOLDER.resolve("jmx-exporter.yml")));
        metrics = "http://127.0.0.1:" + port + "/metrics";
        if (MonitoringFilesTest.isOnPath("prometheus")) {
            prometheus = Prometheus.start(fixture.folder.resolve("prometheus"), port);
        }
        fixture.runShippedPipeline();
        await().atMost(PipelineFixture.TIMEOUT).untilAsserted(() -> {
            drained = scrape();
            assertThat(sum("kafka_consumer_records_lag", Project.PROJECTION)).isZero();
            assertThat(sum("kafka_consumer_records_lag", Project.KPI)).isZero();
            assertThat(sum("fulfillment_events_written_total", Project.SOURCE)).isEqualTo(EVENTS);
        });
        beans = beans();
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    @Order(1)
    void theCatalogueListsEachMetricOfTheConnectorsAndNoOther() {
        CHAPTERS.forEach((connector, chapter) -> assertThat(bean(connector).keySet())
                .as(connector)
                .isEqualTo(MonitoringFiles.attributes(chapter).keySet()));
    }

    @Test
    @Order(1)
    void eachIsExportedUnderItsNameInTheCatalogueWithItsValue() {
        CHAPTERS.forEach((connector, chapter) -> MonitoringFiles.attributes(chapter)
                .forEach((attribute, name) -> {
                    double unit = attribute.endsWith("-ms") ? 0.001 : 1;
                    assertThat(sum(name, connector))
                            .as(connector + " " + attribute)
                            .isCloseTo(bean(connector).getOrDefault(attribute, Double.NaN) * unit, within(1e-6));
                }));
    }

    @Test
    @Order(1)
    void nothingElseIsExportedAndNothingIsMissing() {
        Set<String> names = new TreeSet<>();
        drained.stream()
                .map(Sample::name)
                .filter(name -> name.startsWith("fulfillment_") || name.startsWith("kafka_"))
                .forEach(names::add);
        assertThat(names).isEqualTo(MonitoringFiles.documented());
    }

    @Test
    @Order(1)
    void theValuesAreThoseOfTheSample() {
        for (String sink : List.of(Project.PROJECTION, Project.KPI)) {
            assertThat(sum("fulfillment_events_stored_total", sink)).isEqualTo(EVENTS);
            assertThat(sum("fulfillment_waiting_seconds", sink)).isZero();
            assertThat(sum("fulfillment_dead_letters_total", sink)).isZero();
            assertThat(sum("kafka_connect_sink_task_record_send_total", sink)).isEqualTo(EVENTS);
            assertThat(sum("kafka_connect_sink_task_partition_count", sink)).isEqualTo(16);
            assertThat(sum("kafka_connect_task_error_records_skipped_total", sink))
                    .isZero();
        }
        assertThat(sum("fulfillment_timeline_written_total", Project.PROJECTION))
                .isEqualTo(EVENTS);
        assertThat(sum("fulfillment_progress_ratio", Project.SOURCE)).isEqualTo(2);
        assertThat(sum("fulfillment_rejects_total", Project.SOURCE)).isZero();
        assertThat(drained)
                .filteredOn(sample -> sample.name().equals("kafka_connect_task_status"))
                .hasSize(4)
                .allMatch(sample -> "running".equals(sample.labels().get("status")) && sample.value() == 1);
    }

    @Test
    @Order(1)
    void alertsPanelsAndVariablesAskForMetricsAndLabelsThatThereAre() {
        Map<String, Set<String>> exported = new TreeMap<>();
        drained.forEach(
                sample -> exported.computeIfAbsent(sample.name(), name -> new TreeSet<>(MonitoringFiles.OF_PROMETHEUS))
                        .addAll(sample.labels().keySet()));
        Map<String, String> expressions = MonitoringFiles.expressions();
        assertThat(expressions).isNotEmpty();
        expressions.forEach((asker, expression) -> MonitoringFiles.uses(expression)
                .forEach((name, labels) -> assertThat(exported.getOrDefault(name, Set.of()))
                        .as("%s: %s", asker, name)
                        .isNotEmpty()
                        .containsAll(labels)));
    }

    /** Connect's counter knows both, the sink's own only what came as far as the sink. */
    @Test
    @Order(2)
    void deadLettersOfTheConverterAndOfTheSinkAreCounted() {
        fixture.send(List.of(
                new ProducerRecord<>("fulfillment-events", "no-json", "no json"),
                new ProducerRecord<>("fulfillment-events", "wrong-owner", """
                        {"eventId":"e","schemaVersion":1,"eventType":"DELIVERED","owner":"OMS","orderId":"wrong-owner",\
                        "eventAt":1506953235000,"eventAtInferred":false,"observedUntil":1539808218000}""")));
        await().atMost(PipelineFixture.TIMEOUT).untilAsserted(() -> {
            drained = scrape();
            for (String sink : List.of(Project.PROJECTION, Project.KPI)) {
                assertThat(sum("kafka_connect_task_error_deadletterqueue_produce_requests_total", sink))
                        .isEqualTo(2);
                assertThat(sum("fulfillment_dead_letters_total", sink)).isEqualTo(1);
            }
        });
    }

    @Test
    @Order(3)
    void aRealPrometheusEvaluatesTheRulesAndSeesTheDeadLetters() {
        Prometheus real = prometheus();
        await().atMost(PipelineFixture.TIMEOUT).untilAsserted(() -> {
            assertThat(rules(real))
                    .hasSize(MonitoringFiles.rules().size())
                    .allSatisfy(rule -> assertThat(rule.path("health").asText())
                            .as(rule.toString())
                            .isEqualTo("ok"));
            assertThat(alerts(real, "firing")).containsExactly("FulfillmentDeadLetters");
        });
    }

    @Test
    @Order(4)
    void everyPanelAndEveryVariableHasData() {
        Prometheus real = prometheus();
        Map<String, String> asked = new LinkedHashMap<>(MonitoringFiles.expressions());
        asked.keySet().removeIf(asker -> asker.startsWith("rule "));
        assertThat(asked).hasSizeGreaterThan(40);
        await().atMost(PipelineFixture.TIMEOUT)
                .untilAsserted(() -> asked.forEach((asker, expression) -> assertThat(real.query(chosen(expression)))
                        .as("%s: %s", asker, expression)
                        .isNotEmpty()));
    }

    /** Other rules for local times make other events: the tasks refuse the offsets that they stored. */
    @Test
    @Order(5)
    void aFailedTaskIsSeen() {
        fixture.rest.putConfig(Project.SOURCE, fixture.variant(Project.SOURCE, Map.of("time.zone", "UTC")));
        await().atMost(PipelineFixture.TIMEOUT)
                .untilAsserted(() -> assertThat(scrape())
                        .filteredOn(sample ->
                                sample.name().equals("kafka_connect_task_status") && sample.isOf(Project.SOURCE))
                        .hasSize(2)
                        .allMatch(sample -> "failed".equals(sample.labels().get("status"))));
        Prometheus real = prometheus();
        await().atMost(PipelineFixture.TIMEOUT)
                .untilAsserted(() -> assertThat(alerts(real, "pending|firing")).contains("FulfillmentTaskFailed"));
    }

    private static Prometheus prometheus() {
        assumeTrue(
                prometheus != null,
                "prometheus is not on the PATH: the alerts and the dashboard are not tried (Debian: prometheus)");
        return prometheus;
    }

    /** As Grafana would ask where all is chosen. */
    private static String chosen(String expression) {
        return expression
                .replaceAll("^label_values\\((.*), \\w+\\)$", "$1")
                .replace("$job", "fulfillment-connect")
                .replace("$source", Project.SOURCE)
                .replace("$projection", Project.PROJECTION)
                .replace("$kpi", Project.KPI)
                .replace("$__rate_interval", "1m");
    }

    private static List<JsonNode> rules(Prometheus real) {
        List<JsonNode> rules = new ArrayList<>();
        real.ruleGroups().forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static Set<String> alerts(Prometheus real, String states) {
        Set<String> names = new TreeSet<>();
        rules(real).stream()
                .filter(rule -> rule.path("state").asText().matches(states))
                .forEach(rule -> names.add(rule.path("name").asText()));
        return names;
    }

    private static Map<String, Double> bean(String connector) {
        return beans.getOrDefault(connector, Map.of());
    }

    private static double sum(String name, String connector) {
        List<Sample> samples = drained.stream()
                .filter(sample -> sample.name().equals(name) && sample.isOf(connector))
                .toList();
        assertThat(samples).as("%s of %s", name, connector).isNotEmpty();
        return samples.stream().mapToDouble(Sample::value).sum();
    }

    private static List<Sample> scrape() {
        List<Sample> samples = new ArrayList<>();
        Matcher line = SAMPLE.matcher(Prometheus.get(metrics).body());
        while (line.find()) {
            Map<String, String> labels = new TreeMap<>();
            if (line.group(2) != null) {
                LABEL.matcher(line.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            samples.add(new Sample(line.group(1), labels, Double.parseDouble(line.group(3))));
        }
        return samples;
    }

    /** What the worker's own JMX says, by connector and attribute, the tasks added up. */
    @SuppressWarnings("BanJNDI") // To a process of this test.
    private static Map<String, Map<String, Double>> beans() throws Exception {
        Map<String, Map<String, Double>> beans = new TreeMap<>();
        VirtualMachine worker =
                VirtualMachine.attach(Long.toString(fixture.stack.connect().pid()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(worker.startLocalManagementAgent()))) {
            MBeanServerConnection jmx = connector.getMBeanServerConnection();
            for (ObjectName bean :
                    jmx.queryNames(new ObjectName("kafka.connect:type=plugins,connector=*,task=*"), null)) {
                Map<String, Double> values =
                        beans.computeIfAbsent(bean.getKeyProperty("connector"), name -> new TreeMap<>());
                for (MBeanAttributeInfo attribute : jmx.getMBeanInfo(bean).getAttributes()) {
                    Number value = (Number) jmx.getAttribute(bean, attribute.getName());
                    values.merge(attribute.getName(), value.doubleValue(), Double::sum);
                }
            }
        } finally {
            worker.detach();
        }
        return beans;
    }
}
