package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.elasticsearch.client.Request;
import org.jspecify.annotations.Nullable;

/** Reads stored cards by the ids of their orders, as they are at this moment, refreshed or not. */
final class CardReader {
    private static final int NOT_FOUND = 404;

    private final ElasticsearchClient client;
    private final Indices indices;
    private final IndexName index;

    CardReader(ElasticsearchClient client, Indices indices, IndexName index) {
        this.client = client;
        this.indices = indices;
        this.index = index;
    }

    /**
     * What was read.
     *
     * @param found by order id; an order that has no card is in neither map
     * @param unreadable documents that are no cards, with the reason
     */
    record Found(Map<String, FoundCard> found, Map<String, DataException> unreadable) {}

    /**
     * One card.
     *
     * @param jsonBytes the size of its document
     */
    record FoundCard(StoredCard stored, int jsonBytes) {}

    Request request(Collection<String> orderIds) {
        ObjectNode body = JsonDocument.MAPPER.createObjectNode();
        ArrayNode ids = body.putArray("ids");
        orderIds.forEach(ids::add);
        return ElasticsearchClient.request(
                "POST", "/" + index.writeAlias() + "/_mget", Map.of(), JsonDocument.bytes(body));
    }

    Found read(Collection<String> orderIds) throws UnavailableException, InterruptedException {
        return parse(client.call(request(orderIds)));
    }

    Found parse(Reply reply) throws UnavailableException {
        if (reply.status() == NOT_FOUND && reply.error().isMissingIndex()) {
            throw indices.missing("Elasticsearch: " + reply.error().reason() + ": it was deleted");
        }
        byte[] body = reply.orThrow("read from " + index.writeAlias()).body();
        Found all = new Found(new HashMap<>(), new HashMap<>());
        try (JsonParser json = JsonDocument.MAPPER.getFactory().createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        new Item(body).readFrom(json).addTo(all);
                    }
                }
            }
            return all;
        } catch (IOException e) {
            throw new UnavailableException("the answer to a read of cards is no JSON", e);
        }
    }

    /** One document of the answer. */
    private final class Item {
        private final byte[] body;
        private String id = "";
        private long seqNo;
        private long primaryTerm;
        private int start;
        private int end;
        private @Nullable JsonNode error;

        Item(byte[] body) {
            this.body = body;
        }

        Item readFrom(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "_id" -> id = json.getText();
                    case "_seq_no" -> seqNo = json.getLongValue();
                    case "_primary_term" -> primaryTerm = json.getLongValue();
                    case "error" -> error = json.readValueAsTree();
                    case "_source" -> {
                        start = (int) json.currentTokenLocation().getByteOffset();
                        json.skipChildren();
                        end = (int) json.currentLocation().getByteOffset();
                    }
                    default -> json.skipChildren();
                }
            }
            return this;
        }

        void addTo(Found all) throws UnavailableException {
            if (error != null) {
                ServerError stated = ServerError.of(0, error);
                if (stated.isMissingIndex()) {
                    throw indices.missing("Elasticsearch: " + stated.reason() + ": it was deleted");
                }
                throw new UnavailableException("reading a card: " + stated, null);
            }
            if (end == 0) {
                return;
            }
            try {
                Card card = CardJson.read(body, start, end - start);
                byte[] expected = CardJson.write(card);
                boolean current = Arrays.equals(body, start, end, expected, 0, expected.length);
                all.found().put(id, new FoundCard(new StoredCard(card, seqNo, primaryTerm, current), expected.length));
            } catch (DataException e) {
                all.unreadable().put(id, e);
            }
        }
    }
}
