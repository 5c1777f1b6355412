package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FieldWriter;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.IsoMillis;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document's fields in the order of the calls, so that the same content is the same bytes. What is absent, null or
 * an empty list, is left out.
 */
final class JsonDocument {
    /** Reads and writes all JSON of the projection; not configured after this line. */
    static final ObjectMapper MAPPER = new ObjectMapper();

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

    void put(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    void put(String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            json.writeStringField(name, IsoMillis.text(value));
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
     * All fields of an event.
     *
     * @param asIso whether times are written as ISO-8601, else as epoch milliseconds
     */
    void putEvent(FulfillmentEvent event, boolean asIso) {
        EventCodec.write(event, new EventFieldWriter(asIso));
    }

    private final class EventFieldWriter implements FieldWriter {
        private final boolean asIso;

        EventFieldWriter(boolean asIso) {
            this.asIso = asIso;
        }

        @Override
        public void put(String name, @Nullable Object value) {
            try {
                if (value instanceof String text) {
                    json.writeStringField(name, text);
                } else if (value instanceof Long number) {
                    json.writeNumberField(name, number);
                } else if (value instanceof Integer number) {
                    json.writeNumberField(name, number);
                } else if (value instanceof Boolean flag) {
                    json.writeBooleanField(name, flag);
                } else if (value instanceof Instant time) {
                    putTime(name, time);
                } else if (value instanceof List<?> objects) {
                    putList(name, objects);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory failed", e);
            }
        }

        private void putTime(String name, Instant time) throws IOException {
            if (asIso) {
                JsonDocument.this.put(name, time);
            } else {
                json.writeNumberField(name, time.toEpochMilli());
            }
        }

        private void putList(String name, List<?> objects) throws IOException {
            json.writeArrayFieldStart(name);
            for (Object fields : objects) {
                json.writeStartObject();
                ((Map<?, ?>) fields).forEach((field, value) -> put((String) field, value));
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        @Override
        public FieldWriter nestedWarehouse() {
            return new NestedFields(new LinkedHashMap<>());
        }

        @Override
        public Object value() {
            throw new UnsupportedOperationException("the fields are written already");
        }
    }

    /** Keeps the fields until their turn comes. */
    private record NestedFields(Map<String, Object> fields) implements FieldWriter {
        @Override
        public void put(String name, @Nullable Object value) {
            if (value != null) {
                fields.put(name, value);
            }
        }

        @Override
        public FieldWriter nestedWarehouse() {
            throw new UnsupportedOperationException("a warehouse has no warehouses");
        }

        @Override
        public Object value() {
            return fields;
        }
    }

    private void object(Fields fields) throws IOException {
        json.writeStartObject();
        fields.writeTo(this);
        json.writeEndObject();
    }
}
