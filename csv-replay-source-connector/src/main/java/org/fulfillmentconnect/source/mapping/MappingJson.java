package org.fulfillmentconnect.source.mapping;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Iterator;
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
        JsonNode schema = parse(Resources.text(SCHEMA));
        List<String> problems = compiled(schema).validate(node).stream()
                .map(message -> text(message, schema))
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new MappingException(problems);
        }
        return node;
    }

    /** The validator's message, or a better one: with the path of the very name, and what could stand there. */
    private static String text(ValidationMessage message, JsonNode schema) {
        JsonNodePath at = message.getInstanceLocation();
        JsonPointer rule =
                JsonPointer.compile(String.valueOf(message.getSchemaLocation().getFragment()));
        return switch (message.getType()) {
            case "additionalProperties" ->
                at.append(message.getProperty()) + ": unknown; expected one of "
                        + names(schema.at(rule.head()).path("properties").fieldNames());
            case "required" -> at.append(message.getProperty()) + ": missing, but required";
            case "enum" -> at + ": expected one of " + texts(schema.at(rule));
            default -> message.getMessage();
        };
    }

    private static String names(Iterator<String> names) {
        List<String> all = new ArrayList<>();
        names.forEachRemaining(all::add);
        return String.join(", ", all);
    }

    private static String texts(JsonNode values) {
        List<String> all = new ArrayList<>();
        values.forEach(value -> all.add(value.asText()));
        return String.join(", ", all);
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

    private static JsonSchema compiled(JsonNode schema) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .locale(Locale.ENGLISH)
                .pathType(PathType.JSON_PATH)
                .build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config);
    }
}
