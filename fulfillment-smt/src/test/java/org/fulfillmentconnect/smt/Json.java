package org.fulfillmentconnect.smt;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;

/** The log's converter, as the shipped connectors configure it. */
final class Json {
    private static final JsonConverter CONVERTER = converter();

    private Json() {}

    private static JsonConverter converter() {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), false);
        return converter;
    }

    static String write(ConnectRecord<?> record) {
        return new String(
                CONVERTER.fromConnectData(record.topic(), record.valueSchema(), record.value()),
                StandardCharsets.UTF_8);
    }

    static @Nullable Object read(String json) {
        SchemaAndValue value = CONVERTER.toConnectData(Events.TOPIC, json.getBytes(StandardCharsets.UTF_8));
        return value.value();
    }
}
