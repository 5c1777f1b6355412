package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.fulfillmentconnect.source.EventLog.assertExactly;
import static org.fulfillmentconnect.source.EventLog.header;
import static org.fulfillmentconnect.source.EventLog.json;
import static org.fulfillmentconnect.source.SourceStack.TIMEOUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a replay is steered and watched on a real worker, and what other mappings write. */
class ReplayControlIT {
    private static final Path MAPPINGS = Path.of("..", "connector-configs", "mappings");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A worker takes a request on through a topic, on a machine that may be busy; the task itself takes a quarter of a second. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final int SHARDS = 8;

    @TempDir
    static Path folder;

    private static SourceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = new SourceStack(folder, SHARDS);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static void awaitOffsets(String topic, long atLeast) {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(() -> stack.stableOffsets(topic) >= atLeast);
    }

    private static void awaitStatus(String connector, Duration within, Predicate<JsonNode> reached) {
        await().atMost(within)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> reached.test(stack.rest().status(connector)));
    }

    private static Predicate<JsonNode> tasks(String state) {
        return status -> !status.path("tasks").isEmpty()
                && IntStream.range(0, status.path("tasks").size())
                        .allMatch(task ->
                                status.at("/tasks/" + task + "/state").asText().equals(state));
    }

    private static boolean isStopped(JsonNode status) {
        return status.at("/connector/state").asText().equals("STOPPED")
                && status.path("tasks").isEmpty();
    }

    @Test
    void anotherNumberOfTasksGoesOnInTheMiddleOfTheReplay() throws IOException {
        OlistFiles.generated(stack.dataset("tasks"), 2000, 1);
        List<String> expected = stack.expectedIds("tasks");
        stack.createTopics("tasks");
        // A year in half a minute.
        Map<String, String> settings =
                stack.settings("tasks", Map.of("replay.speed", "1000000", "batch.max.records", "50"));

        int before = 0;
        for (int tasks : new int[] {1, 8, 2}) {
            settings.put("tasks.max", Integer.toString(tasks));
            stack.rest().putConfig("tasks", settings);
            stack.rest().awaitRunning("tasks", TIMEOUT);
            awaitStatus("tasks", TIMEOUT, status -> status.path("tasks").size() == tasks);
            awaitOffsets("tasks", stack.stableOffsets("tasks") + expected.size() / 10);
            int committed = stack.read("tasks", 0).size();
            assertThat(committed).isBetween(before + 1, expected.size() * 9 / 10);
            before = committed;
        }
        settings.put("replay.speed", "0");
        stack.rest().putConfig("tasks", settings);

        assertExactly(stack.read("tasks", expected.size()), expected, SHARDS);
        stack.rest().delete("tasks");
    }

    @Test
    void pausesResumesAndStopsSoonAtAnySpeed() throws IOException {
        OlistFiles.generated(stack.dataset("steered"), 2000, 2);
        int all = stack.expectedIds("steered").size();
        stack.createTopics("steered");
        for (String speed : List.of("1", "500000")) {
            long before = stack.stableOffsets("steered");
            stack.rest()
                    .putConfig("steered", stack.settings("steered", Map.of("replay.speed", speed, "tasks.max", "2")));
            stack.rest().resume("steered");
            stack.rest().awaitRunning("steered", TIMEOUT);
            awaitOffsets("steered", before + 1);

            stack.rest().pause("steered");
            awaitStatus("steered", SOON, tasks("PAUSED"));
            int paused = stack.read("steered", 0).size();
            assertThat(paused).isBetween(1, all - 1);
            assertThat(stack.read("steered", 0)).hasSize(paused);

            stack.rest().resume("steered");
            awaitStatus("steered", SOON, tasks("RUNNING"));
            if (!speed.equals("1")) {
                awaitOffsets("steered", stack.stableOffsets("steered") + 1);
            }
            stack.rest().stop("steered");
            awaitStatus("steered", SOON, ReplayControlIT::isStopped);
            assertThat(stack.read("steered", 0).size()).isLessThan(all);
        }
        stack.rest().delete("steered");
    }

    @Test
    void pausesResumesAndStopsSoonWhileTheDataAreRead() throws IOException {
        Path data = stack.dataset("long");
        OlistFiles.in(data);
        // It takes no room, and hours to read.
        try (RandomAccessFile orders =
                new RandomAccessFile(data.resolve(OlistFiles.ORDERS).toFile(), "rw")) {
            orders.setLength(1L << 40);
        }
        stack.createTopics("long");
        stack.rest().putConfig("long", stack.settings("long", Map.of()));
        stack.rest().awaitRunning("long", TIMEOUT);
        await().atMost(TIMEOUT).until(() -> hasThread("csv-replay-long-0"));

        stack.rest().pause("long");
        awaitStatus("long", SOON, tasks("PAUSED"));
        stack.rest().resume("long");
        awaitStatus("long", SOON, tasks("RUNNING"));
        stack.rest().stop("long");
        awaitStatus("long", SOON, ReplayControlIT::isStopped);

        await().atMost(SOON).until(() -> !hasThread("csv-replay-long-0"));
        stack.rest().delete("long");
    }

    private static boolean hasThread(String name) throws IOException {
        try (JMXConnector jmx = stack.jmx()) {
            ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                    jmx.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
                if (thread != null && thread.getThreadName().equals(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void showsTheCountsOfEachTaskAmongTheWorkersMetrics() throws Exception {
        OlistFiles.in(stack.dataset("measured"))
                .orders("o1,c1,shipped,2017-06-01 10:00:00,,,,", "o2,c1,shipped,never,,,,")
                .customers("c1,u1,campinas,SP");
        stack.createTopics("measured");
        stack.rest().putConfig("measured", stack.settings("measured", Map.of()));

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(metrics("measured", 0))
                        .isEqualTo(Map.of(
                                "rows-read", 3L,
                                "events-written", 1L,
                                "rejects", 1L,
                                "progress-ratio", 1.0,
                                "replay-lag-ms", 0L)));
        stack.rest().delete("measured");
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(metrics("measured", 0)).isEmpty());
    }

    /** The metrics of one task that this connector adds. */
    private static Map<String, Object> metrics(String connector, int task) throws IOException, JMException {
        try (JMXConnector jmx = stack.jmx()) {
            MBeanServerConnection beans = jmx.getMBeanServerConnection();
            Map<String, Object> metrics = new HashMap<>();
            for (ObjectName name : beans.queryNames(
                    new ObjectName("kafka.connect:type=plugins,connector=\"" + connector + "\",task=" + task + ",*"),
                    null)) {
                add(beans, name, metrics);
            }
            for (ObjectName name : beans.queryNames(
                    new ObjectName("kafka.connect:type=plugins,connector=" + connector + ",task=" + task + ",*"),
                    null)) {
                add(beans, name, metrics);
            }
            return metrics;
        }
    }

    private static void add(MBeanServerConnection beans, ObjectName name, Map<String, Object> metrics)
            throws IOException, JMException {
        try {
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                metrics.put(attribute.getName(), beans.getAttribute(name, attribute.getName()));
            }
        } catch (InstanceNotFoundException gone) {
            // A worker registers a bean anew with each metric it adds or takes away: the next look sees the rest.
        }
    }

    @Test
    void writesTheRecordsOfACatalogToTheirOwnTopics() throws IOException {
        Path data = stack.dataset("catalog");
        Files.writeString(
                data.resolve("product_category_name_translation.csv"),
                "product_category_name,product_category_name_english\nbrinquedos,toys\n");
        Files.writeString(
                data.resolve("olist_sellers_dataset.csv"), "seller_id,seller_city,seller_state\ns1,santos,SP\n");
        Files.writeString(
                data.resolve("olist_products_dataset.csv"),
                "product_id,product_category_name,product_photos_qty,product_weight_g\np1,brinquedos,3,450.5\n");
        Files.writeString(
                data.resolve("olist_orders_dataset.csv"),
                "order_id,order_purchase_timestamp\no1,2017-06-01 10:00:00\n");
        Files.writeString(
                data.resolve("olist_order_items_dataset.csv"),
                "order_id,product_id,seller_id,price\no1,p1,s1,12.00\no1,p1,s1,10.00\n");
        Files.writeString(data.resolve("olist_order_reviews_dataset.csv"), """
                review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date
                r1,o1,4,good,"muito
                bom",2017-06-10 00:00:00
                """);
        stack.createTopic("catalog-products", SHARDS);
        stack.createTopic("catalog-reviews", SHARDS);
        stack.createTopic("catalog-rejects", 1);

        stack.rest()
                .putConfig(
                        "catalog",
                        stack.settings(
                                "catalog",
                                Map.of(
                                        "mapping", Files.readString(MAPPINGS.resolve("olist-catalog.json")),
                                        "as.of", "2018-10-01T00:00:00Z",
                                        "tasks.max", "2")));

        ConsumerRecord<String, String> product =
                stack.read("catalog-products", 1).get(0);
        assertThat(product.key()).isEqualTo("p1");
        assertThat(Instant.ofEpochMilli(product.timestamp())).hasToString("2018-10-01T00:00:00Z");
        assertThat(header(product, "recordType")).isEqualTo("product");
        assertThat(json(product)).isEqualTo(JSON.readTree("""
                        {"productId": "p1", "category": "toys", "photos": 3, "weightGrams": 450.5, "itemsSold": 2,
                         "lowestPriceCents": 1000, "highestPriceCents": 1200,
                         "sellers": [{"sellerId": "s1", "sellerCity": "santos", "sellerRegion": "SP", "itemsSold": 2,
                                      "lowestPriceCents": 1000}],
                         "reviewTexts": ["muito\\nbom"], "knownUntil": 1538352000000}
                        """));
        ConsumerRecord<String, String> review = stack.read("catalog-reviews", 1).get(0);
        assertThat(review.key()).isEqualTo("r1|o1");
        assertThat(Instant.ofEpochMilli(review.timestamp())).hasToString("2017-06-10T03:00:00Z");
        assertThat(header(review, "recordType")).isEqualTo("review");
        assertThat(json(review).at("/products/0/category").asText()).isEqualTo("brinquedos");
        assertThat(stack.read("catalog-rejects", 0)).isEmpty();
        stack.rest().delete("catalog");
    }

    @Test
    void takesAMappingFromAFileBesideTheData() throws IOException {
        Path data = stack.dataset("wide");
        Files.copy(MAPPINGS.resolve("wide-orders.json"), data.resolve("wide-orders.json"));
        Files.createDirectory(data.resolve("exports"));
        Files.writeString(
                data.resolve("exports/shipments-1.csv"),
                "Order No;Customer;Ship City;Ship Region;Ordered;Released;Warehouse;Warehouse City;Warehouse Region;"
                        + "Units;Net Value;Ship By;Picked Up;Delivered;Promised;Cancelled;Cancel Reason\n"
                        + "A-1;K1;Köln;NW;2024-03-01T10:00:00+01:00;-;W1;Unna;NW;2;19.90;-;-;-;-;-;-\n",
                StandardCharsets.ISO_8859_1);
        stack.createTopics("wide");

        stack.rest()
                .putConfig("wide", stack.settings("wide", Map.of("mapping", "wide-orders.json", "time.zone", "UTC")));

        assertThat(stack.read("wide", 2))
                .extracting(
                        ConsumerRecord::key,
                        record -> header(record, "eventType"),
                        record -> Instant.ofEpochMilli(record.timestamp()).toString())
                .containsExactly(
                        tuple("A-1", "ORDER_PLACED", "2024-03-01T09:00:00Z"),
                        tuple("A-1", "WAREHOUSE_ASSIGNED", "2024-03-01T09:00:00Z"));
        assertThat(json(stack.read("wide", 2).get(0)).path("customerCity").asText())
                .isEqualTo("Köln");
        stack.rest().delete("wide");
    }

    @Test
    void takesAMappingInTheConnectorsJson() throws IOException {
        Files.writeString(stack.dataset("inline").resolve("people.csv"), "id,name\n1,Ann\n");
        stack.createTopics("inline");

        stack.rest()
                .putConfig("inline", stack.settings("inline", Map.of("as.of", "2020-01-01T00:00:00Z", "mapping", """
                        {
                          "tables": {"people": {"files": "people.csv", "columns": {"id": "text", "name": "text"}}},
                          "records": {"person": {"from": "people", "key": "id", "topic": "inline",
                                                 "fields": {"name": "name"}}}
                        }
                        """)));

        assertThat(stack.read("inline", 1))
                .extracting(ConsumerRecord::key, ConsumerRecord::value)
                .containsExactly(tuple("1", "{\"name\":\"Ann\"}"));
        stack.rest().delete("inline");
    }

    @Test
    void eachBadRowIsRejectedOnceAndAllRowsAreAccountedForWhateverHappens() throws IOException {
        Map<String, List<String>> rejects = new HashMap<>();
        Map<String, List<String>> accounts = new HashMap<>();
        for (String run : List.of("rejected-1", "rejected-8", "rejected-killed")) {
            withBadRows(stack.dataset(run));
            List<String> expected = stack.expectedIds(run);
            stack.createTopics(run);
            boolean killed = run.endsWith("killed");
            stack.rest()
                    .putConfig(
                            run,
                            stack.settings(
                                    run,
                                    Map.of(
                                            "tasks.max", run.endsWith("8") ? "8" : "1",
                                            "batch.max.records", killed ? "10" : "2000")));
            if (killed) {
                awaitOffsets(run + "-rejects", 100);
                stack.worker().kill();
                assertThat(stack.read(run + "-rejects", 0).size()).isBetween(1, 599);
                stack.worker().start();
            }
            assertExactly(stack.read(run, expected.size()), expected, SHARDS);
            rejects.put(
                    run,
                    stack.read(run + "-rejects", 600).stream()
                            .map(record -> record.key() + " "
                                    + json(record).path("reason").asText())
                            .sorted()
                            .toList());
            accounts.put(run, accounts(run));
            stack.rest().delete(run);
        }

        List<String> once = Objects.requireNonNull(rejects.get("rejected-1"));
        assertThat(once).hasSize(600).doesNotHaveDuplicates();
        assertThat(rejects.get("rejected-8")).isEqualTo(once);
        assertThat(rejects.get("rejected-killed")).isEqualTo(once);
        assertThat(accounts.get("rejected-1"))
                .containsExactly(
                        "600 rejects",
                        "order of orders: 1600 rows = 1600 used + 0 rejected + 0 not asked for + 0 after as-of",
                        "order.customer of customers: 1600 rows = 1600 used + 0 rejected + 0 not asked for + 0 after"
                                + " as-of",
                        "order.items of items: 300 rows = 0 used + 300 rejected + 0 not asked for + 0 after as-of",
                        "order.items.seller of sellers: 0 rows = 0 used + 0 rejected + 0 not asked for + 0 after as-of");
        assertThat(accounts.get("rejected-8")).isEqualTo(accounts.get("rejected-1"));
        assertThat(accounts.get("rejected-killed")).isEqualTo(accounts.get("rejected-1"));
    }

    private static void withBadRows(Path data) {
        Random random = new Random(1);
        OlistFiles.in(data)
                .orders(IntStream.range(0, 1900)
                        .mapToObj(i -> "o" + i + ",c" + i + ",shipped,"
                                + (i % 19 < 3 ? "never" : "2017-06-0" + (1 + random.nextInt(9)) + " 10:00:00")
                                + ",2017-07-01 00:00:00,2017-07-02 00:00:00,2017-07-03 00:00:00,")
                        .toArray(String[]::new))
                .customers(IntStream.range(0, 1900)
                        .filter(i -> i % 19 >= 3)
                        .mapToObj(i -> "c" + i + ",u,campinas,SP")
                        .toArray(String[]::new))
                .items(IntStream.range(0, 300)
                        .mapToObj(i -> "nobody" + i + ",s1,2017-06-01 00:00:00,1.00,1.00")
                        .toArray(String[]::new));
    }

    /** What the worker's log says of the rows of a data set; each line once, however often it is said. */
    private static List<String> accounts(String dataset) {
        return Pattern.compile("Replay of " + dataset + ": (.* rows = .*|\\d+ rejects)")
                .matcher(stack.workerLog())
                .results()
                .map(line -> line.group(1).replaceAll(" \\(org\\..*", ""))
                .distinct()
                .sorted()
                .toList();
    }
}
