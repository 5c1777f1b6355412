package org.fulfillmentconnect.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the panels ask, asked of a real Elasticsearch with a handful of cards. */
class PanelsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int DAY = 86_400;

    private static ElasticsearchServer elasticsearch;

    @BeforeAll
    static void fill(@TempDir Path folder) throws Exception {
        elasticsearch = ElasticsearchServer.in(folder).heapMegabytes(512).start();
        for (String index : new String[] {"shipments", "shipment_events"}) {
            ObjectNode create = JSON.createObjectNode();
            create.set("mappings", SavedObjects.mapping(index));
            send("PUT", "/" + index, create.toString());
        }
        // Lane SP→RJ: two in time, one late, one overdue. Lane PR→RJ: one late. Lane SP→SP: one open in time, one
        // cancelled late.
        card("in-time-1", "a", "SP", "RJ", delivered(false, 5));
        card("in-time-2", "a", "SP", "RJ", delivered(false, 7));
        card("late-1", "a", "SP", "RJ", delivered(true, 20));
        card("overdue-1", "b", "SP", "RJ", open(true, "HANDED_OFF", "DELIVERED"));
        card("late-2", "c", "PR", "RJ", delivered(true, 30));
        card("open-1", "b", "SP", "SP", open(false, "ASSIGNED", "HANDED_OFF"));
        card(
                "cancelled-1",
                "b",
                "SP",
                "SP",
                JSON.createObjectNode()
                        .put("state", "CANCELLED")
                        .put("stage", "PLACED")
                        .put("delayed", true)
                        .put("delayedAt", "2018-01-20T00:00:00.000Z")
                        .put("cancelledAt", "2018-01-21T00:00:00.000Z"));
        event("1", "DELIVERED", "2018-01-02T10:00:00.000Z");
        event("2", "DELIVERED", "2018-01-09T10:00:00.000Z");
        event("3", "DELIVERY_DELAYED", "2018-01-09T11:00:00.000Z");
        event("4", "ORDER_PLACED", "2018-01-09T12:00:00.000Z");
        send("POST", "/shipments,shipment_events/_refresh", "");
    }

    @AfterAll
    static void stop() {
        elasticsearch.close();
    }

    static Iterable<String> panels() {
        return SavedObjects.ofType("lens").stream()
                .map(lens -> lens.path("id").asText())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void everyColumnOfEveryPanelHasAValue(String id) throws Exception {
        Map<String, Map<String, Double>> rows = ask(id);

        assertThat(rows).isNotEmpty();
        assertThat(rows.values()).allSatisfy(row -> assertThat(row).isNotEmpty());
        for (String column : rows.values().iterator().next().keySet()) {
            assertThat(rows.values())
                    .as(column)
                    .anySatisfy(row -> assertThat(row.get(column)).isPositive());
        }
    }

    @Test
    void countsABreachUntilTheOrderIsDeliveredOrCancelled() throws Exception {
        assertThat(ask("fulfillment-open-breaches-count").get("all")).containsEntry("breaches", 1.0);
    }

    @Test
    void takesTheLateRateOfDeliveredOrders() throws Exception {
        assertThat(ask("fulfillment-late-rate").getOrDefault("all", Map.of()).get("rate"))
                .isCloseTo(2.0 / 4, within(1e-9));
    }

    @Test
    void showsTheLaneWithItsSampleAndRate() throws Exception {
        Map<String, Map<String, Double>> lanes = ask("fulfillment-lanes");

        assertThat(lanes.keySet()).containsExactly("SP→RJ", "PR→RJ", "SP→SP");
        assertThat(lanes.get("SP→RJ"))
                .containsEntry("delivered", 3.0)
                .containsEntry("late", 1.0)
                .containsEntry("breaches", 1.0)
                .containsEntry("lead", 7.0 * DAY);
        assertThat(lanes.getOrDefault("SP→RJ", Map.of()).get("rate")).isCloseTo(1.0 / 3, within(1e-9));
    }

    @Test
    void ranksSellersByLateOrders() throws Exception {
        assertThat(ask("fulfillment-late-by-seller").keySet()).containsExactly("a", "c", "b");
    }

    @Test
    void showsWhatOpenOrdersWaitFor() throws Exception {
        Map<String, Map<String, Double>> steps = ask("fulfillment-waiting-for");

        assertThat(steps.get("DELIVERED")).containsEntry("open", 1.0).containsEntry("breaches", 1.0);
        assertThat(steps.get("HANDED_OFF")).containsEntry("open", 1.0).containsEntry("breaches", 0.0);
    }

    @Test
    void countsEventsByWeek() throws Exception {
        Map<String, Map<String, Double>> weeks = ask("fulfillment-events-over-time");

        assertThat(weeks.get("2018-01-01T00:00:00.000Z"))
                .containsEntry("delivered", 1.0)
                .containsEntry("broken", 0.0);
        assertThat(weeks.get("2018-01-08T00:00:00.000Z"))
                .containsEntry("delivered", 1.0)
                .containsEntry("broken", 1.0);
    }

    @Test
    void listsOpenBreachesByHowLongTheyAreOverdue() throws Exception {
        JsonNode search = SavedObjects.ofType("search").get(0);
        JsonNode source = SavedObjects.inText(search.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON"));
        ObjectNode body = JSON.createObjectNode();
        body.set("query", Kql.parse(source.at("/query/query").asText()).query());
        body.putArray("sort")
                .addObject()
                .put(
                        search.at("/attributes/sort/0/0").asText(),
                        search.at("/attributes/sort/0/1").asText());

        JsonNode hits = send("POST", "/" + SavedObjects.index(search) + "/_search", body.toString())
                .at("/hits/hits");

        assertThat(hits).hasSize(1);
        assertThat(hits.at("/0/_source/orderId").asText()).isEqualTo("overdue-1");
    }

    private static Map<String, Map<String, Double>> ask(String id) throws Exception {
        JsonNode lens = SavedObjects.lens(id);
        PanelQuery query = new PanelQuery(lens);
        return query.rows(send("POST", "/" + SavedObjects.index(lens) + "/_search", query.body()));
    }

    private static ObjectNode delivered(boolean late, int days) {
        ObjectNode card = JSON.createObjectNode()
                .put("state", "DELIVERED")
                .put("stage", "DELIVERED")
                .put("delayed", late);
        if (late) {
            card.put("delayedAt", "2018-01-15T00:00:00.000Z");
        }
        return card.put("deliveredAt", "2018-01-30T00:00:00.000Z")
                .put("approvalSeconds", 600)
                .put("handoffSeconds", 2 * DAY)
                .put("transitSeconds", (days - 2) * DAY)
                .put("leadTimeSeconds", days * DAY);
    }

    private static ObjectNode open(boolean late, String stage, String waitingFor) {
        ObjectNode card = JSON.createObjectNode()
                .put("state", late ? "DELAYED" : stage)
                .put("stage", stage)
                .put("delayed", late);
        if (late) {
            card.put("delayedAt", "2018-01-18T00:00:00.000Z");
        }
        return card.put("waitingFor", waitingFor).put("approvalSeconds", 900);
    }

    private static void card(String orderId, String seller, String from, String to, ObjectNode card) throws Exception {
        card.put("orderId", orderId).put("placedAt", "2018-01-01T00:00:00.000Z").put("customerRegion", to);
        card.putArray("sellerIds").add(seller);
        card.putArray("sellerRegions").add(from);
        card.putArray("lanes").add(from + "→" + to);
        send("PUT", "/shipments/_doc/" + orderId, card.toString());
    }

    private static void event(String id, String type, String at) throws Exception {
        ObjectNode event = JSON.createObjectNode()
                .put("eventId", id)
                .put("eventType", type)
                .put("eventAt", at);
        send("PUT", "/shipment_events/_doc/" + id, event.toString());
    }

    private static JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(elasticsearch.url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }
}
