package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The collection of queries that comes with this class, by name. */
public final class OpsQueries {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, OpsQuery> queries;

    private OpsQueries(Map<String, OpsQuery> queries) {
        this.queries = queries;
    }

    /** Loads the collection. */
    public static OpsQueries load() {
        Map<String, OpsQuery> queries = new LinkedHashMap<>();
        for (String name : new String(resource("names.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            OpsQuery query = parse(resource(name + ".json"));
            if (!query.name().equals(name)) {
                throw new IllegalArgumentException(name + ".json: expected the name of the file but found another");
            }
            queries.put(name, query);
        }
        return new OpsQueries(queries);
    }

    /**
     * Reads one query.
     *
     * @throws IllegalArgumentException if it is no query, or does not hold together
     */
    static OpsQuery parse(byte[] json) {
        try {
            OpsQuery query = JSON.readValue(json, OpsQuery.class);
            QueryCheck.check(query);
            return query;
        } catch (IOException e) {
            throw new IllegalArgumentException("a query is not of the expected form", e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = OpsQueries.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }

    /** All queries, in the order of their names. */
    public List<OpsQuery> all() {
        return List.copyOf(queries.values());
    }

    /**
     * One query.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public OpsQuery get(String name) {
        OpsQuery query = queries.get(name);
        if (query == null) {
            throw new IllegalArgumentException("unknown query: expected one of " + queries.keySet());
        }
        return query;
    }
}
