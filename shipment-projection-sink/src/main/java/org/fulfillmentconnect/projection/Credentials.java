package org.fulfillmentconnect.projection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Who the connector is to the server: a user with a password, an API key, or nobody.
 *
 * @param apiKey {@code id:key} in Base64
 */
record Credentials(
        @Nullable String user,
        @Nullable Password password,
        @Nullable Password apiKey) {
    static final String API_KEY = "connection.api.key";

    private static final String USERNAME = ShipmentProjectionSinkConfig.CONNECTION_USERNAME;
    private static final String PASSWORD = ShipmentProjectionSinkConfig.CONNECTION_PASSWORD;

    /** The value of the header {@code Authorization}. */
    Optional<String> authorization() {
        if (apiKey != null) {
            return Optional.of("ApiKey " + apiKey.value());
        }
        if (user != null && password != null) {
            byte[] pair = (user + ':' + password.value()).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return Optional.empty();
    }

    /** What is wrong with them together, by the setting to be mended. */
    Map<String, String> contradictions() {
        Map<String, String> findings = new LinkedHashMap<>();
        if (apiKey != null && (user != null || password != null)) {
            findings.put(API_KEY, "only one of it and " + (user != null ? USERNAME : PASSWORD) + " can be set");
        } else if (user != null && password == null) {
            findings.put(PASSWORD, "required together with " + USERNAME);
        } else if (user == null && password != null) {
            findings.put(USERNAME, "required together with " + PASSWORD);
        }
        return findings;
    }

    /** What to mend where the server does not know who it is. */
    Finding refused() {
        if (apiKey != null) {
            return new Finding(API_KEY, "Elasticsearch refuses the API key (401): it is wrong, expired or invalidated");
        }
        return new Finding(
                USERNAME,
                user == null
                        ? "Elasticsearch asks for credentials (401): set " + USERNAME + " and " + PASSWORD + ", or "
                                + API_KEY
                        : "Elasticsearch refuses the credentials (401)");
    }

    /** The form in which Elasticsearch hands out an API key to be sent. */
    static final class ApiKeyValidator implements ConfigDef.Validator {
        @Override
        public void ensureValid(String key, @Nullable Object value) {
            if (value instanceof Password apiKey && !isEncoded(apiKey.value())) {
                throw new ConfigException(key + ": expected the API key as Elasticsearch returns it in \"encoded\":"
                        + " id:api_key in Base64");
            }
        }

        private static boolean isEncoded(String text) {
            try {
                String pair = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                return colon > 0 && colon < pair.length() - 1;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "id:api_key in Base64";
        }
    }
}
