package org.fulfillmentconnect.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** The settings below {@code admin.}: those of the client that asks about the topics. */
final class AdminSettings {
    private static final String PREFIX = "admin.";

    /** The worker's own clients take the settings below this; not this connector's. */
    private static final String WORKERS_OVERRIDES = "admin.override.";

    /** What it takes to reach a secured cluster. */
    static final Set<String> ALLOWED = Set.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            SaslConfigs.SASL_MECHANISM,
            SaslConfigs.SASL_JAAS_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_KEYSTORE_TYPE_CONFIG,
            SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
            SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG,
            SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);

    private static final Set<String> JAAS_MODULES = Set.of(
            "org.apache.kafka.common.security.plain.PlainLoginModule",
            "org.apache.kafka.common.security.scram.ScramLoginModule");

    private AdminSettings() {}

    /** The settings of that client, out of all the connector's: those that it may be given. */
    static Map<String, Object> of(Map<String, String> settings) {
        Map<String, Object> admin = new HashMap<>();
        settings.forEach((key, value) -> {
            if (isOne(key) && !refuses(key, value)) {
                admin.put(key.substring(PREFIX.length()), value);
            }
        });
        return admin;
    }

    /** The keys of those, out of all the connector's, that it must not be given; sorted. */
    static List<String> refused(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> isOne(setting.getKey()))
                .filter(setting -> refuses(setting.getKey(), setting.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isOne(String key) {
        return key.startsWith(PREFIX) && !key.startsWith(WORKERS_OVERRIDES);
    }

    /**
     * Whether whoever may write connector JSON must not set this: other settings of a client name classes to load, or
     * providers that read files and variables of the worker.
     */
    private static boolean refuses(String key, String value) {
        String name = key.substring(PREFIX.length());
        if (name.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
            return !JAAS_MODULES.contains(value.strip().split("\\s+", 2)[0]);
        }
        return !ALLOWED.contains(name);
    }
}
