package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Documents as {@code _bulk} takes them, in memory: a line of action and one of source each. */
final class BulkLines {
    private final List<byte[]> documents = new ArrayList<>();

    /**
     * Adds a document.
     *
     * @param index where it will go
     * @param hit what a search found, with {@code _id} and {@code _source}
     */
    void add(String index, JsonNode hit) {
        String id = new String(
                JsonStringEncoder.getInstance().quoteAsString(hit.path("_id").asText()));
        documents.add(
                ("{\"index\":{\"_index\":\"" + index + "\",\"_id\":\"" + id + "\"}}\n" + hit.path("_source") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    int size() {
        return documents.size();
    }

    /** Both, each in its order, mixed as evenly as they come. */
    static BulkLines mixed(BulkLines one, BulkLines other) {
        BulkLines mixed = new BulkLines();
        int taken = 0;
        for (int i = 0; i < other.size(); i++) {
            mixed.documents.add(other.documents.get(i));
            long due = (long) (i + 1) * one.size() / other.size();
            mixed.documents.addAll(one.documents.subList(taken, (int) due));
            taken = (int) due;
        }
        mixed.documents.addAll(one.documents.subList(taken, one.size()));
        return mixed;
    }

    /** The first so many documents, or all, as bodies that end with the document that brings them to so many bytes. */
    List<byte[]> bodies(int atMost, int bytes) {
        List<byte[]> bodies = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] document : documents.subList(0, Math.min(atMost, documents.size()))) {
            body.writeBytes(document);
            if (body.size() >= bytes) {
                bodies.add(body.toByteArray());
                body.reset();
            }
        }
        if (body.size() > 0) {
            bodies.add(body.toByteArray());
        }
        return bodies;
    }
}
