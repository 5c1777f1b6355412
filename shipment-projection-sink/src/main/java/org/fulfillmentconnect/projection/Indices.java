package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indices: their templates, the indices themselves, and the aliases that readers and this connector use. All is
 * created where it is missing, by several tasks at once if need be. An index that an older release created gets the fields
 * that it lacks.
 */
final class Indices {
    private static final Logger LOG = LoggerFactory.getLogger(Indices.class);
    private static final String ALREADY_EXISTS = "resource_already_exists_exception";
    private static final String CONFLICT = "illegal_argument_exception";
    private static final int TEMPLATE_PRIORITY = 200;

    private final ElasticsearchClient client;
    private final ShipmentProjectionSinkConfig config;
    /** Index to UUID, in the order of their names. */
    private Map<String, String> uuids = Map.of();

    Indices(ElasticsearchClient client, ShipmentProjectionSinkConfig config) {
        this.client = client;
        this.config = config;
    }

    /**
     * Creates what is missing.
     *
     * @throws ConnectException if the server refuses it for good
     */
    void setUp() throws UnavailableException, InterruptedException {
        setUp(config.shipments(), "shipments-mappings.json", false);
        setUp(config.timeline(), "timeline-mappings.json", false);
        setUp(config.positions(), "positions-mappings.json", true);
        uuids = readUuids();
        LOG.info("Writing to {}", uuids.keySet());
    }

    private void setUp(IndexName index, String mappings, boolean hidden)
            throws UnavailableException, InterruptedException {
        ObjectNode content = content(mappings, hidden);
        put("/_index_template/" + index.template(), template(index, content))
                .orThrow("create the index template " + index.template());
        if (aliasExists(index.writeAlias()) || !create(index, content, hidden)) {
            // Made by an older release perhaps.
            addFields(index, content.path("mappings"));
        }
    }

    /**
     * Creates the index, or only its alias where it is there without.
     *
     * @return whether it was not there
     */
    private boolean create(IndexName index, ObjectNode content, boolean hidden)
            throws UnavailableException, InterruptedException {
        ObjectNode aliases = JsonDocument.MAPPER.createObjectNode();
        aliases.set(index.writeAlias(), writeAlias(hidden));
        if (!aliasExists(index.readAlias())) {
            aliases.putObject(index.readAlias()).put("is_hidden", hidden);
        }
        // All of it, not by the template alone: the server takes another template if that has a higher priority.
        ObjectNode body = content.deepCopy();
        body.set("aliases", aliases);
        Reply created = put("/" + index.index(), body);
        if (created.isOk()) {
            LOG.info("Created the index {} with the aliases {}", index.index(), aliases);
            return true;
        }
        if (!created.error().type().equals(ALREADY_EXISTS)) {
            created.orThrow("create the index " + index.index());
        }
        if (!aliasExists(index.writeAlias())) {
            // Not another task, which creates index and aliases in one step: an index restored without its aliases.
            put("/" + index.index() + "/_alias/" + index.writeAlias(), writeAlias(hidden))
                    .orThrow("add the alias " + index.writeAlias());
        }
        return false;
    }

    /** Changes nothing where the index has all fields already. */
    private void addFields(IndexName index, JsonNode mappings) throws UnavailableException, InterruptedException {
        Reply reply = client.call(ElasticsearchClient.request(
                "PUT", "/" + index.writeAlias() + "/_mapping", Map.of(), JsonDocument.bytes(mappings)));
        if (reply.isOk()) {
            return;
        }
        ServerError error = reply.error();
        if (reply.isNotFound() || error.isBlock()) {
            // Deleted just now: it is to be created. Or read-only: writes would have to wait as well.
            throw new UnavailableException("add fields to the mapping of " + index.writeAlias() + ": " + error, null);
        }
        if (reply.status() == Reply.BAD_REQUEST && error.type().equals(CONFLICT)) {
            throw new ConnectException("Elasticsearch cannot change the mapping of the index behind the alias "
                    + index.writeAlias() + " into the one that this release needs: " + error
                    + ". Rebuild the indices with another "
                    + ShipmentProjectionSinkConfig.INDEX_GENERATION
                    + ", as the documentation says under \"Rebuild with no downtime\"");
        }
        reply.orThrow("add fields to the mapping of the index behind the alias " + index.writeAlias());
    }

    private static ObjectNode template(IndexName index, ObjectNode content) {
        ObjectNode body = JsonDocument.MAPPER.createObjectNode();
        body.putArray("index_patterns").add(index.pattern());
        body.put("priority", TEMPLATE_PRIORITY);
        body.set("template", content);
        return body;
    }

    /** Settings and mappings, for the template and the index alike. */
    private ObjectNode content(String mappings, boolean hidden) {
        ObjectNode content = JsonDocument.MAPPER.createObjectNode();
        ObjectNode settings = content.putObject("settings")
                .put("index.number_of_shards", hidden ? 1 : config.shards())
                .put("index.number_of_replicas", config.replicas());
        if (hidden) {
            settings.put("index.hidden", true);
        } else {
            settings.setAll(config.indexSettings());
        }
        content.set("mappings", resource(mappings));
        return content;
    }

    private static ObjectNode writeAlias(boolean hidden) {
        return JsonDocument.MAPPER
                .createObjectNode()
                .put("is_write_index", true)
                .put("is_hidden", hidden);
    }

    static JsonNode resource(String name) {
        try (InputStream in = Objects.requireNonNull(Indices.class.getResourceAsStream(name), name)) {
            return JsonDocument.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + name + " cannot be read", e);
        }
    }

    private boolean aliasExists(String alias) throws UnavailableException, InterruptedException {
        Reply reply = client.call(ElasticsearchClient.request("GET", "/_alias/" + alias, Map.of()));
        return !reply.isNotFound() && reply.orThrow("read the alias " + alias).isOk();
    }

    private Reply put(String path, ObjectNode body) throws UnavailableException, InterruptedException {
        return client.call(ElasticsearchClient.request("PUT", path, Map.of(), JsonDocument.bytes(body)));
    }

    /**
     * Checks that what was set up is still there, and not another one in its place.
     *
     * @throws MissingIndexException if not, as far as this answer says
     */
    void verify() throws UnavailableException, InterruptedException {
        Map<String, String> found = readUuids();
        if (!found.equals(uuids)) {
            throw new MissingIndexException(
                    "expected the indices " + uuids + " as they were set up but found " + found);
        }
    }

    /**
     * The same, of a cluster that knows its indices: one that has just started answers for a moment as if it had none.
     *
     * @return what is missing; empty if it was a false alarm
     * @throws UnavailableException while the cluster has not recovered its state, or blocks everything
     */
    Optional<MissingIndexException> missing() throws UnavailableException, InterruptedException {
        Reply reply = client.call(
                ElasticsearchClient.request("GET", "/_cluster/state/blocks", Map.of("filter_path", "blocks.global")));
        JsonNode blocks = tree(reply.orThrow("read the blocks of the cluster")).path("blocks");
        if (!blocks.path("global").isEmpty()) {
            throw new UnavailableException("the cluster has blocks: " + blocks.path("global"), null);
        }
        try {
            verify();
            return Optional.empty();
        } catch (MissingIndexException e) {
            return Optional.of(e);
        }
    }

    /** Which indices these are, not only by name: one that is deleted and created again is another. */
    String identity() {
        return uuids.toString();
    }

    private Map<String, String> readUuids() throws UnavailableException, InterruptedException {
        List<String> aliases = List.of(
                config.shipments().writeAlias(),
                config.timeline().writeAlias(),
                config.positions().writeAlias());
        Reply reply = client.call(ElasticsearchClient.request(
                "GET", "/" + String.join(",", aliases) + "/_settings/index.uuid", Map.of()));
        if (reply.isNotFound()) {
            throw new MissingIndexException(reply.error());
        }
        reply.orThrow("read the settings of " + aliases);
        Map<String, String> found = new TreeMap<>();
        tree(reply)
                .properties()
                .forEach(index -> found.put(
                        index.getKey(),
                        index.getValue()
                                .path("settings")
                                .path("index")
                                .path("uuid")
                                .asText()));
        if (found.size() != aliases.size()) {
            throw new MissingIndexException(
                    "expected one index behind each of the aliases " + aliases + " but found " + found.keySet());
        }
        return found;
    }

    private static JsonNode tree(Reply reply) throws UnavailableException {
        try {
            return JsonDocument.MAPPER.readTree(reply.body());
        } catch (IOException e) {
            throw new UnavailableException("the answer about the indices is no JSON", e);
        }
    }
}
