package org.fulfillmentconnect.source.mapping;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of mappings, and checks it against the JSON Schema that is published with it. */
final class MappingJson {
    static final String SCHEMA = "/mapping.schema.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private MappingJson() {}

    /**
     * The JSON, which has the form that the schema describes.
     *
     * @throws MappingException if it is no JSON, or has another form
     */
    static JsonNode read(String json) throws MappingException {
        JsonNode node = parse(json);
        List<String> problems = schema().validate(node).stream()
                .map(message -> message.getMessage())
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new MappingException(problems);
        }
        return node;
    }

    private static JsonNode parse(String json) throws MappingException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            @Nullable JsonLocation at = e.getLocation();
            String where = at == null ? "" : ", line " + at.getLineNr() + " column " + at.getColumnNr();
            throw new MappingException(List.of("$: no JSON" + where + ": " + e.getOriginalMessage()));
        }
    }

    private static JsonSchema schema() {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .locale(Locale.ENGLISH)
                .pathType(PathType.JSON_PATH)
                .build();
        try {
            JsonNode schema = JSON.readTree(Resources.text(SCHEMA));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema, config);
        } catch (IOException e) {
            throw new IllegalStateException("no JSON in " + SCHEMA, e);
        }
    }
}
