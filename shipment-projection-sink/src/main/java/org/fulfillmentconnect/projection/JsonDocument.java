package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document's fields in the order of the calls, so that the same content is the same bytes. What is absent, null or
 * an empty list, is left out.
 */
final class JsonDocument {
    /** Reads and writes all JSON of the projection; not configured after this line. */
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final DateTimeFormatter ISO_MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonGenerator json;

    private JsonDocument(JsonGenerator json) {
        this.json = json;
    }

    /** The fields of one object. */
    interface Fields {
        void writeTo(JsonDocument document) throws IOException;
    }

    /** The object as UTF-8. */
    static byte[] bytes(Fields fields) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(1024);
                JsonGenerator json = MAPPER.getFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
            new JsonDocument(json).object(fields);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** The tree as UTF-8. */
    static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** ISO-8601 in UTC with milliseconds: {@code 2017-10-02T13:56:33.000Z}. */
    static String iso(Instant time) {
        return ISO_MILLIS.format(time);
    }

    void put(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    void put(String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            json.writeStringField(name, iso(value));
        }
    }

    void put(String name, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }

    void put(String name, @Nullable Boolean value) throws IOException {
        if (value != null) {
            json.writeBooleanField(name, value);
        }
    }

    void put(String name, @Nullable Enum<?> value) throws IOException {
        put(name, value == null ? null : value.name());
    }

    void put(String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }

    /** A field with an array of objects. */
    void putObjects(String name, List<? extends Fields> objects) throws IOException {
        json.writeArrayFieldStart(name);
        for (Fields fields : objects) {
            object(fields);
        }
        json.writeEndArray();
    }

    /**
     * All fields of a schemaless event body.
     *
     * @param isTime by its name, which of the fields holds epoch milliseconds to be written as ISO-8601
     */
    void putAll(Map<?, ?> body, Predicate<String> isTime) throws IOException {
        for (Map.Entry<?, ?> field : body.entrySet()) {
            String name = (String) field.getKey();
            Object value = field.getValue();
            if (value instanceof List<?> items) {
                putObjects(
                        name,
                        items.stream()
                                .map(item -> (Fields) nested -> nested.putAll((Map<?, ?>) item, isTime))
                                .toList());
            } else if (value instanceof Long millis && isTime.test(name)) {
                put(name, Instant.ofEpochMilli(millis));
            } else if (value instanceof Number number) {
                put(name, number);
            } else if (value instanceof Boolean flag) {
                put(name, flag);
            } else {
                put(name, (String) value);
            }
        }
    }

    private void object(Fields fields) throws IOException {
        json.writeStartObject();
        fields.writeTo(this);
        json.writeEndObject();
    }
}
