package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BulkSenderTest {
    private final List<String> outcomes = new ArrayList<>();

    private final class NamedWrite implements Write {
        private final String name;

        NamedWrite(String name) {
            this.name = name;
        }

        @Override
        public IndexName index() {
            return new IndexName("shipments", 1);
        }

        @Override
        public byte[] action() {
            return ("{\"index\":{\"_id\":\"" + name + "\"}}").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] source() {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean wantsVersion() {
            return true;
        }

        @Override
        public void stored(long seqNo, long primaryTerm) {
            outcomes.add(name + " stored " + seqNo + "/" + primaryTerm);
        }

        @Override
        public void conflict() {
            outcomes.add(name + " conflict");
        }

        @Override
        public void refused(ServerError error) {
            outcomes.add(name + " refused " + error);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Sends writes of these names in one bulk, and returns those that are to be sent again. */
    private List<String> send(Function<String, ScriptedServer.Answer> script, String... names)
            throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer(script);
                ElasticsearchClient client = ElasticsearchClient.of(server.config())) {
            BulkSender sender = new BulkSender(client);
            for (String name : names) {
                sender.add(new NamedWrite(name));
            }
            return sender.finish().stream().map(Write::toString).toList();
        }
    }

    private static Function<String, ScriptedServer.Answer> always(int status, String body) {
        return request -> new ScriptedServer.Answer(status, body);
    }

    private static String item(int status, String type, String reason) {
        return "{\"index\":{\"status\":" + status + ",\"error\":{\"type\":\"" + type + "\",\"reason\":\"" + reason
                + "\"}}}";
    }

    private static Function<String, ScriptedServer.Answer> items(String... items) {
        return always(200, "{\"items\":[" + String.join(",", items) + "]}");
    }

    private static final String STORED = "{\"index\":{\"status\":201,\"_seq_no\":7,\"_primary_term\":2}}";

    @Test
    void aBulkIsSentAgainWhereTheWholeClusterIsBlocked() throws IOException, InterruptedException {
        String blocked = "{\"error\":{\"type\":\"cluster_block_exception\","
                + "\"reason\":\"blocked by: [FORBIDDEN/6/cluster read-only (api)];\"},\"status\":403}";

        assertThat(send(always(403, blocked), "a", "b")).containsExactly("a", "b");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aBulkIsSentAgainWhereAProxyKnowsNoServer() throws IOException, InterruptedException {
        assertThat(send(always(404, "default backend - 404"), "a", "b")).containsExactly("a", "b");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void eachItemHasItsOwnOutcome() throws IOException, InterruptedException {
        List<String> again = send(
                items(
                        STORED,
                        item(409, "version_conflict_engine_exception", "[b]: version conflict"),
                        item(429, "es_rejected_execution_exception", "queue is full"),
                        item(503, "unavailable_shards_exception", "primary shard is not active"),
                        item(403, "cluster_block_exception", "index [i] blocked by: [FORBIDDEN/8/index write (api)]"),
                        item(
                                400,
                                "document_parsing_exception",
                                "[1:9] failed to parse field [f] of type [long] in document with id 'f'. Preview of"
                                        + " field's value: 'secret'")),
                "a",
                "b",
                "c",
                "d",
                "e",
                "f");

        assertThat(outcomes)
                .containsExactly(
                        "a stored 7/2",
                        "b conflict",
                        "f refused status 400 document_parsing_exception: [1:9] failed to parse field [f] of type [long] in"
                                + " document with id 'f'.");
        assertThat(again).containsExactly("c", "d", "e");
    }

    @Test
    void aServerInTroubleGetsEverythingAgain() throws IOException, InterruptedException {
        for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
            assertThat(send(always(status, "{}"), "a", "b")).containsExactly("a", "b");
        }
        assertThat(outcomes).isEmpty();
    }

    @Test
    void anAnswerThatIsCutOffOrOfAnotherBulkDecidesNothing() throws IOException, InterruptedException {
        assertThat(send(always(200, "{\"items\":[{\"index\""), "a")).containsExactly("a");
        assertThat(send(items(STORED), "a", "b")).containsExactly("a", "b");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aBulkThatIsTooLargeIsSentInParts() throws IOException, InterruptedException {
        Function<String, ScriptedServer.Answer> takesOneAtATime = body -> body.split("_id", -1).length > 2
                ? new ScriptedServer.Answer(413, "")
                : new ScriptedServer.Answer(200, "{\"items\":[" + STORED + "]}");
        try (ScriptedServer server = new ScriptedServer(takesOneAtATime);
                ElasticsearchClient client = ElasticsearchClient.of(server.config())) {
            BulkSender sender = new BulkSender(client);
            sender.add(new NamedWrite("a"));
            sender.add(new NamedWrite("b"));
            List<Write> again = sender.finish();
            while (!again.isEmpty()) {
                for (Write write : again) {
                    sender.add(write);
                }
                again = sender.finish();
            }
        }

        assertThat(outcomes).containsExactly("a stored 7/2", "b stored 7/2");
    }

    @Test
    void aDocumentThatIsTooLargeByItselfIsRefused() throws IOException, InterruptedException {
        assertThat(send(always(413, ""), "a")).isEmpty();
        assertThat(outcomes).containsExactly("a refused status 413");
    }

    @Test
    void aDocumentThatIsTooLargeLeavesTheBulksOfOthersAsTheyAre() throws IOException, InterruptedException {
        int takes = 100_000;
        Function<String, ScriptedServer.Answer> script =
                body -> body.length() > takes ? new ScriptedServer.Answer(413, "") : allStored(body);
        try (ScriptedServer server = new ScriptedServer(script);
                ElasticsearchClient client = ElasticsearchClient.of(server.config())) {
            BulkSender sender = new BulkSender(client);
            for (int number = 0; number < 500; number++) {
                sender.add(new NamedWrite("small" + number));
            }
            sender.add(new NamedWrite("x".repeat(takes)));
            for (int number = 500; number < 1_000; number++) {
                sender.add(new NamedWrite("small" + number));
            }

            assertThat(sender.finish()).isEmpty();
            assertThat(outcomes).hasSize(1_001);
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.contains("refused"))
                    .hasSize(1);
            // All together, then the large one and the others.
            assertThat(server.bodies()).hasSize(3);

            for (int number = 0; number < 500; number++) {
                sender.add(new NamedWrite("later" + number));
            }
            assertThat(sender.finish()).isEmpty();
            assertThat(server.bodies()).hasSize(4);
        }
    }

    @Test
    void bulksGetSmallerForAServerThatTakesLess() throws IOException, InterruptedException {
        Function<String, ScriptedServer.Answer> script =
                body -> body.length() > 1_200_000 ? new ScriptedServer.Answer(413, "") : allStored(body);
        try (ScriptedServer server = new ScriptedServer(script);
                ElasticsearchClient client = ElasticsearchClient.of(server.config())) {
            BulkSender sender = new BulkSender(client);
            for (int number = 0; number < 1_000; number++) {
                sender.add(new NamedWrite(number + "x".repeat(10_000)));
            }

            assertThat(sender.finish()).isEmpty();
            assertThat(outcomes).hasSize(1_000);
            int requests = server.bodies().size();
            for (int number = 0; number < 100; number++) {
                sender.add(new NamedWrite(number + "x".repeat(10_000)));
            }
            assertThat(sender.finish()).isEmpty();
            assertThat(server.bodies().subList(requests, server.bodies().size()))
                    .hasSizeLessThanOrEqualTo(3)
                    .allMatch(body -> body.length() <= 1_200_000);
        }
    }

    private static ScriptedServer.Answer allStored(String body) {
        int items = body.split("_id", -1).length - 1;
        return new ScriptedServer.Answer(
                200, "{\"items\":[" + String.join(",", java.util.Collections.nCopies(items, STORED)) + "]}");
    }

    @Test
    void aMissingIndexIsToldFromARefusedDocument() {
        String type = "index_not_found_exception";
        String reason = "no such index [shipments-000001-write] and [require_alias] request flag is [true] and"
                + " [shipments-000001-write] is not an alias";

        assertThatThrownBy(() -> send(items(item(404, type, reason)), "a"))
                .isInstanceOf(MissingIndexException.class)
                .hasMessage(reason);
        assertThatThrownBy(() ->
                        send(always(404, "{\"error\":{\"type\":\"" + type + "\",\"reason\":\"" + reason + "\"}}"), "a"))
                .isInstanceOf(MissingIndexException.class)
                .hasMessage(reason);
    }

    @Test
    void refusedCredentialsAreTold() {
        assertThatThrownBy(() -> send(always(401, "{}"), "a"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Elasticsearch refuses the credentials (401): check connection.username and"
                        + " connection.password, or connection.api.key");
        assertThatThrownBy(() -> send(always(403, "{}"), "a"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "Elasticsearch does not allow this user to write to /shipments-000001-write/_bulk (403): status 403");
        assertThatThrownBy(() -> send(items(item(403, "security_exception", "not allowed")), "a"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Elasticsearch does not allow this user to write to shipments-000001-write: status 403"
                        + " security_exception: not allowed");
    }

    @Test
    void aServerThatIsAwayGetsEverythingAgain() throws IOException, InterruptedException {
        ShipmentProjectionSinkConfig config;
        try (ScriptedServer gone = new ScriptedServer(always(200, ""))) {
            config = gone.config();
        }
        try (ElasticsearchClient client = ElasticsearchClient.of(config)) {
            BulkSender sender = new BulkSender(client);
            sender.add(new NamedWrite("a"));

            assertThat(sender.finish()).hasToString("[a]");
            assertThat(sender.lastFailure())
                    .startsWith("POST /shipments-000001-write/_bulk: no answer (ConnectException: ");
        }
    }

    @Test
    void manyWritesGoInSeveralBulks() throws IOException, InterruptedException {
        String large = "x".repeat(200_000);
        try (ScriptedServer server = new ScriptedServer(BulkSenderTest::allStored);
                ElasticsearchClient client = ElasticsearchClient.of(server.config())) {
            BulkSender sender = new BulkSender(client);
            for (int number = 0; number < 100; number++) {
                sender.add(new NamedWrite(number + large));
            }

            assertThat(sender.finish()).isEmpty();
            assertThat(outcomes).hasSize(100);
            assertThat(server.bodies()).hasSizeBetween(4, 6).allMatch(body -> body.length() < 4_600_000);
        }
    }

    @Test
    void anOverloadedServerGetsSmallerBulks() throws IOException, InterruptedException {
        String large = "x".repeat(200_000);
        AtomicInteger bulks = new AtomicInteger();
        // The first two bulks are too much: one of them as a whole, the other by one document.
        try (ScriptedServer server = new ScriptedServer(body -> {
                    int items = body.split("_id", -1).length - 1;
                    List<String> answers = new ArrayList<>(Collections.nCopies(items, STORED));
                    int bulk = bulks.incrementAndGet();
                    if (bulk == 2) {
                        answers.set(1, item(429, "es_rejected_execution_exception", "queue is full"));
                    }
                    return new ScriptedServer.Answer(
                            bulk == 1 ? 429 : 200, "{\"items\":[" + String.join(",", answers) + "]}");
                });
                ElasticsearchClient client = ElasticsearchClient.of(server.config())) {
            BulkSender sender = new BulkSender(client);
            List<Write> writes = new ArrayList<>();
            for (int number = 0; number < 40; number++) {
                writes.add(new NamedWrite(number + large));
            }
            for (Write write : writes) {
                sender.add(write);
            }
            List<Write> again = sender.finish();
            for (Write write : again) {
                sender.add(write);
            }

            assertThat(sender.finish()).isEmpty();
            assertThat(outcomes).hasSize(40);
            assertThat(server.bodies().subList(0, 2)).allMatch(body -> body.length() > 2_000_000);
            assertThat(server.bodies().subList(2, server.bodies().size()))
                    .hasSize(4)
                    .allMatch(body -> body.length() < 1_400_000);
        }
    }
}
