package org.fulfillmentconnect.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** What the connector says of settings. */
final class Validation {
    private Validation() {}

    /** Settings that are right by themselves, and those given as key, value, key, value. */
    static Map<String, @Nullable String> settings(@Nullable String... keysAndValues) {
        Map<String, @Nullable String> settings = new HashMap<>();
        settings.put("name", "projection");
        settings.put("connection.url", "https://localhost:9200");
        settings.put("connection.check", "false");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return settings;
    }

    static List<ConfigValue> of(Map<String, @Nullable String> settings) {
        return new ShipmentProjectionSinkConnector().validate(settings).configValues();
    }

    /** The messages by setting, for settings as {@link #settings} takes them. */
    static Map<String, List<String>> errors(@Nullable String... keysAndValues) {
        return of(settings(keysAndValues)).stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
