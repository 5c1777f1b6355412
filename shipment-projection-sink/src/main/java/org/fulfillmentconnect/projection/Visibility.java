package org.fulfillmentconnect.projection;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;

/** Tells a form which of the connection's settings make sense beside the others. What has a value is always shown. */
final class Visibility implements ConfigDef.Recommender {
    static final Visibility OVER_HTTPS = new Visibility(Visibility::mayUseTls);
    static final Visibility WITH_TRUSTSTORE = new Visibility(has(TlsSettings.TRUSTSTORE_LOCATION));
    static final Visibility WITH_KEYSTORE = new Visibility(has(TlsSettings.KEYSTORE_LOCATION));
    static final Visibility WITHOUT_API_KEY =
            new Visibility(has(Credentials.API_KEY).negate());
    static final Visibility WITHOUT_USER =
            new Visibility(has(ShipmentProjectionSinkConfig.CONNECTION_USERNAME).negate());

    private final Predicate<Map<String, Object>> condition;
    private final List<Object> values;

    private Visibility(Predicate<Map<String, Object>> condition, Object... values) {
        this.condition = condition;
        this.values = List.of(values);
    }

    /** The same, for a setting with these values to choose from. */
    Visibility choosing(String... choices) {
        return new Visibility(condition, (Object[]) choices);
    }

    private static Predicate<Map<String, Object>> has(String key) {
        return settings -> settings.get(key) != null;
    }

    private static boolean mayUseTls(Map<String, Object> settings) {
        // The addresses are missing where they are wrong.
        return !(settings.get(ShipmentProjectionSinkConfig.CONNECTION_URL) instanceof List<?> urls)
                || urls.stream().anyMatch(url -> url.toString().startsWith("https:"));
    }

    @Override
    public List<Object> validValues(String name, Map<String, Object> settings) {
        return values;
    }

    @Override
    public boolean visible(String name, Map<String, Object> settings) {
        boolean isSet = values.isEmpty() && settings.get(name) != null;
        return isSet || condition.test(settings);
    }
}
