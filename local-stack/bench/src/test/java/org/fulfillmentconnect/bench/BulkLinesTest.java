package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkLinesTest {
    @Test
    void holdsALineOfActionAndOneOfSourceForADocument() {
        BulkLines lines = new BulkLines();
        lines.add("bare", hit("a\"b"));

        assertThat(text(lines.bodies(1, 1))).containsExactly("""
                        {"index":{"_index":"bare","_id":"a\\"b"}}
                        {"id":"a\\"b"}
                        """);
    }

    @Test
    void mixesEvenlyAndKeepsTheOrderOfEach() {
        BulkLines mixed = BulkLines.mixed(lines("cards", 2), lines("events", 5));

        assertThat(text(mixed.bodies(7, 1)).stream().map(BulkLinesTest::name))
                .containsExactly("events 0", "events 1", "events 2", "cards 0", "events 3", "events 4", "cards 1");
    }

    @Test
    void mixesAlsoWithMoreOfTheFirstAndWithNothing() {
        assertThat(BulkLines.mixed(lines("cards", 5), lines("events", 2)).size())
                .isEqualTo(7);
        assertThat(BulkLines.mixed(lines("cards", 5), new BulkLines()).size()).isEqualTo(5);
    }

    @Test
    void endsABodyWithTheDocumentThatBringsItToItsSize() {
        BulkLines lines = lines("bare", 5);
        int document = lines.bodies(1, 1).get(0).length;

        assertThat(lines.bodies(5, document + 1))
                .extracting(body -> body.length)
                .containsExactly(2 * document, 2 * document, document);
    }

    @Test
    void takesNoMoreDocumentsThanAskedFor() {
        assertThat(lines("bare", 5).bodies(3, 1)).hasSize(3);
    }

    private static BulkLines lines(String index, int documents) {
        BulkLines lines = new BulkLines();
        for (int i = 0; i < documents; i++) {
            lines.add(index, hit(Integer.toString(i)));
        }
        return lines;
    }

    private static JsonNode hit(String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_id", id)
                .set("_source", JsonNodeFactory.instance.objectNode().put("id", id));
    }

    private static List<String> text(List<byte[]> bodies) {
        return bodies.stream()
                .map(body -> new String(body, StandardCharsets.UTF_8))
                .toList();
    }

    private static String name(String body) {
        return body.replaceAll("(?s).*\"_index\":\"(\\w+)\",\"_id\":\"(\\d+)\".*", "$1 $2");
    }
}
