package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two indices: their templates, the indices themselves, and the aliases that readers and this connector use. All is
 * created where it is missing, by several tasks at once if need be, and only before the first write: an index that goes
 * missing later would come back with a hole, so that stops the task.
 */
final class Indices {
    private static final Logger LOG = LoggerFactory.getLogger(Indices.class);
    private static final String ALREADY_EXISTS = "resource_already_exists_exception";
    private static final int TEMPLATE_PRIORITY = 200;
    private static final int NOT_FOUND = 404;

    private final ElasticsearchClient client;
    private final ShipmentProjectionSinkConfig config;
    private Map<String, JsonNode> identity = Map.of();

    Indices(ElasticsearchClient client, ShipmentProjectionSinkConfig config) {
        this.client = client;
        this.config = config;
    }

    /** Creates what is missing. */
    void setUp() throws UnavailableException, InterruptedException {
        setUp(config.shipments(), "shipments-mappings.json");
        setUp(config.timeline(), "timeline-mappings.json");
        identity = readIdentity();
        if (identity.size() != 2) {
            throw new ConnectException("expected one index behind each of the aliases "
                    + config.shipments().writeAlias() + " and "
                    + config.timeline().writeAlias() + " but found "
                    + identity.keySet());
        }
        LOG.info("Writing to {}", identity.keySet());
    }

    private void setUp(IndexName index, String mappings) throws UnavailableException, InterruptedException {
        put("/_index_template/" + index.template(), template(index, mappings))
                .orThrow("create the index template " + index.template());
        if (aliasExists(index.writeAlias())) {
            return;
        }
        ObjectNode aliases = JsonDocument.MAPPER.createObjectNode();
        aliases.putObject(index.writeAlias()).put("is_write_index", true);
        if (!aliasExists(index.readAlias())) {
            aliases.putObject(index.readAlias());
        }
        ObjectNode body = JsonDocument.MAPPER.createObjectNode();
        body.set("aliases", aliases);
        Reply created = put("/" + index.firstIndex(), body);
        if (created.isOk()) {
            LOG.info("Created the index {} with the aliases {}", index.firstIndex(), aliases);
        } else if (!created.error().type().equals(ALREADY_EXISTS)) {
            created.orThrow("create the index " + index.firstIndex());
        } else if (!aliasExists(index.writeAlias())) {
            // Not another task, which creates index and aliases in one step: an index restored without its aliases.
            put("/" + index.firstIndex() + "/_alias/" + index.writeAlias(), isWriteIndex())
                    .orThrow("add the alias " + index.writeAlias());
        }
    }

    private ObjectNode template(IndexName index, String mappings) {
        ObjectNode body = JsonDocument.MAPPER.createObjectNode();
        body.putArray("index_patterns").add(index.pattern());
        body.put("priority", TEMPLATE_PRIORITY);
        ObjectNode template = body.putObject("template");
        template.putObject("settings")
                .put("index.number_of_shards", config.shards())
                .put("index.number_of_replicas", config.replicas());
        template.set("mappings", resource(mappings));
        return body;
    }

    private static ObjectNode isWriteIndex() {
        return JsonDocument.MAPPER.createObjectNode().put("is_write_index", true);
    }

    static JsonNode resource(String name) {
        try (InputStream in = Objects.requireNonNull(Indices.class.getResourceAsStream(name), name)) {
            return JsonDocument.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + name + " cannot be read", e);
        }
    }

    private boolean aliasExists(String alias) throws UnavailableException, InterruptedException {
        Reply reply = client.call(ElasticsearchClient.request("HEAD", "/_alias/" + alias, Map.of()));
        return reply.status() != NOT_FOUND
                && reply.orThrow("read the alias " + alias).isOk();
    }

    private Reply put(String path, ObjectNode body) throws UnavailableException, InterruptedException {
        return client.call(ElasticsearchClient.request("PUT", path, Map.of(), JsonDocument.bytes(body)));
    }

    /**
     * Checks that what was set up is still there, and not another one in its place.
     *
     * @throws ConnectException if not, with what to do
     */
    void verify() throws UnavailableException, InterruptedException {
        Map<String, JsonNode> found = readIdentity();
        if (!found.equals(identity)) {
            throw missing("Elasticsearch: expected the indices " + identity.keySet()
                    + " as they were at start, but one of " + found.keySet() + " took its place");
        }
    }

    private Map<String, JsonNode> readIdentity() throws UnavailableException, InterruptedException {
        List<String> aliases =
                List.of(config.shipments().writeAlias(), config.timeline().writeAlias());
        Reply reply = client.call(ElasticsearchClient.request(
                "GET", "/" + String.join(",", aliases) + "/_settings/index.uuid", Map.of()));
        if (reply.status() == NOT_FOUND) {
            throw missing("Elasticsearch: " + reply.error().reason() + ": it was deleted");
        }
        reply.orThrow("read the settings of " + aliases);
        try {
            return JsonDocument.MAPPER.readValue(reply.body(), new TypeReference<TreeMap<String, JsonNode>>() {});
        } catch (IOException e) {
            throw new UnavailableException("the answer to a request for settings is no JSON", e);
        }
    }

    /** The one failure that only a rebuild from the log mends. */
    ConnectException missing(String what) {
        String connector = "/connectors/" + config.connectorName();
        return new ConnectException(
                what + " while the connector ran. What is gone cannot be refilled from the middle of the"
                        + " log. To rebuild it from the beginning, send to the Connect worker: PUT " + connector
                        + "/stop, then DELETE " + connector + "/offsets, then PUT " + connector + "/resume");
    }
}
