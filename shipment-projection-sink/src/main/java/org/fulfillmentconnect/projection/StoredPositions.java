package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What the server itself says about up to where each partition of the log is in the indices. The statement names the
 * indices by their UUIDs, so it is void when one of them is deleted or comes back from a backup, and it only grows,
 * whoever makes it: a zombie's is true as well. Consumer offsets alone would not know of it.
 */
final class StoredPositions {
    private static final String CONNECTOR = "connector";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String INDICES = "indices";
    private static final String STORED_UP_TO = "storedUpTo";

    private final ElasticsearchClient client;
    private final Indices indices;
    private final IndexName index;
    private final String connector;

    StoredPositions(ElasticsearchClient client, Indices indices, ShipmentProjectionSinkConfig config) {
        this.client = client;
        this.indices = indices;
        this.index = config.positions();
        this.connector = config.connectorName();
    }

    /** Up to where the indices of now hold these partitions: all records before that offset; 0 where nothing is known. */
    Map<TopicPartition, Long> read(Collection<TopicPartition> partitions)
            throws UnavailableException, InterruptedException {
        List<TopicPartition> asked = List.copyOf(partitions);
        ObjectNode body = JsonDocument.MAPPER.createObjectNode();
        ArrayNode ids = body.putArray("ids");
        asked.forEach(partition -> ids.add(id(partition)));
        Reply reply = client.call(ElasticsearchClient.request(
                "POST", "/" + index.writeAlias() + "/_mget", Map.of(), JsonDocument.bytes(body)));
        if (reply.isNotFound() && reply.error().isMissingIndex()) {
            throw new MissingIndexException(reply.error());
        }
        JsonNode documents =
                tree(reply.orThrow("read from " + index.writeAlias())).path("docs");
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            JsonNode document = documents.path(i);
            if (document.has("error") || !document.has("found")) {
                throw new UnavailableException(
                        "reading positions: " + ServerError.of(reply.status(), document.path("error")), null);
            }
            positions.put(
                    asked.get(i), document.path("_source").path(STORED_UP_TO).asLong());
        }
        return positions;
    }

    /** To state that all records before these offsets are stored. A statement that says more stands. */
    List<Write> writes(Map<TopicPartition, Long> positions) {
        List<Write> writes = new ArrayList<>(positions.size());
        positions.forEach((partition, offset) -> writes.add(new PositionWrite(partition, offset)));
        return writes;
    }

    private String id(TopicPartition partition) {
        // Names are longer together than an id may be.
        String name = String.join(
                "\n", connector, partition.topic(), Integer.toString(partition.partition()), indices.identity());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static JsonNode tree(Reply reply) throws UnavailableException {
        try {
            return JsonDocument.MAPPER.readTree(reply.body());
        } catch (IOException e) {
            throw new UnavailableException("the answer to a read of positions is no JSON", e);
        }
    }

    private final class PositionWrite implements Write {
        private final byte[] action;
        private final byte[] source;

        PositionWrite(TopicPartition partition, long offset) {
            action = ("{\"index\":{\"_id\":\"" + id(partition) + "\",\"version\":" + offset
                            + ",\"version_type\":\"external\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            source = JsonDocument.bytes(out -> {
                out.put(CONNECTOR, connector);
                out.put(TOPIC, partition.topic());
                out.put(PARTITION, partition.partition());
                out.put(INDICES, indices.identity());
                out.put(STORED_UP_TO, offset);
            });
        }

        @Override
        public IndexName index() {
            return index;
        }

        @Override
        public byte[] action() {
            return action;
        }

        @Override
        public byte[] source() {
            return source;
        }

        @Override
        public boolean wantsVersion() {
            return false;
        }

        @Override
        public void stored(long seqNo, long primaryTerm) {}

        /** The server knows of as much or more. */
        @Override
        public void conflict() {}

        @Override
        public void refused(ServerError error) {
            throw new org.apache.kafka.connect.errors.ConnectException(
                    "Elasticsearch refuses the position that the connector keeps in " + index.readAlias() + ": "
                            + error);
        }
    }
}
