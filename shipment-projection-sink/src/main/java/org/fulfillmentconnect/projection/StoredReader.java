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
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.elasticsearch.client.Request;
import org.jspecify.annotations.Nullable;

/** Reads stored documents by their ids, as they are at this moment, refreshed or not. */
final class StoredReader<C extends Mergeable<C>> {

    private final IndexName index;
    private final Format<C> format;

    StoredReader(IndexName index, Format<C> format) {
        this.index = index;
        this.format = format;
    }

    /** From a document back to what it says. */
    interface Format<C> {
        /** Whether a document's content is wanted; else only its version is. */
        boolean readsSource();

        /**
         * Reads one document.
         *
         * @param expected what is to be merged into it; returned where it adds nothing
         * @return null if the document is to be replaced, whatever it says
         * @throws DataException if these bytes are no such document, or one of a newer version
         */
        @Nullable
        C read(long version, byte[] body, int offset, int length, C expected);
    }

    /**
     * One document.
     *
     * @param jsonBytes its size
     */
    record Found<C>(Stored<C> stored, int jsonBytes) {}

    Request request(Collection<String> documentIds) {
        ObjectNode body = JsonDocument.MAPPER.createObjectNode();
        ArrayNode ids = body.putArray("ids");
        documentIds.forEach(ids::add);
        return ElasticsearchClient.request(
                "POST",
                "/" + index.writeAlias() + "/_mget",
                Map.of("_source", Boolean.toString(format.readsSource())),
                JsonDocument.bytes(body));
    }

    /**
     * The documents that are there and not to be replaced, by id.
     *
     * @param asked what is to be merged into them, by id
     * @throws MissingIndexException if the index is not
     * @throws ConnectException if a document of that id is none that this version of the code knows
     */
    Map<String, Found<C>> read(Reply reply, Map<String, C> asked) throws UnavailableException {
        if (reply.isNotFound() && reply.error().isMissingIndex()) {
            throw new MissingIndexException(reply.error());
        }
        byte[] body = reply.orThrow("read from " + index.writeAlias()).body();
        Map<String, Found<C>> all = new HashMap<>();
        try (JsonParser json = JsonDocument.MAPPER.getFactory().createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        new Item(body).readFrom(json).addTo(all, asked);
                    }
                }
            }
            return all;
        } catch (IOException e) {
            throw new UnavailableException("the answer to a read of documents is no JSON", e);
        }
    }

    /** One document of the answer. */
    private final class Item {
        private final byte[] body;
        private String id = "";
        private boolean found;
        private long version;
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
                    case "found" -> found = json.getBooleanValue();
                    case "_version" -> version = json.getLongValue();
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

        void addTo(Map<String, Found<C>> all, Map<String, C> asked) throws UnavailableException {
            if (error != null) {
                ServerError stated = ServerError.of(0, error);
                if (stated.isMissingIndex()) {
                    throw new MissingIndexException(stated);
                }
                throw new UnavailableException("reading a document: " + stated, null);
            }
            C expected = asked.get(id);
            if (!found || expected == null) {
                return;
            }
            try {
                C content = format.read(version, body, start, end - start, expected);
                if (content == null) {
                    return;
                }
                boolean current = content == expected || isWrittenAs(content.json());
                all.put(id, new Found<>(new Stored<>(content, seqNo, primaryTerm, current), end - start));
            } catch (DataException e) {
                throw new ConnectException(
                        "The document " + id + " of " + index.writeAlias() + " was not written by this version of the"
                                + " connector or an older one: " + e.getMessage()
                                + ". Install the version that wrote it, or rebuild the index",
                        e);
            }
        }

        private boolean isWrittenAs(byte[] json) {
            return Arrays.equals(body, start, end, json, 0, json.length);
        }
    }
}
