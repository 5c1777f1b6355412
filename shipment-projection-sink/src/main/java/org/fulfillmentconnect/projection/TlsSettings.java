package org.fulfillmentconnect.projection;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings for https, in the words that Kafka's clients have for them. */
final class TlsSettings {
    static final String TRUSTSTORE_LOCATION = "connection.ssl.truststore.location";
    static final String TRUSTSTORE_PASSWORD = "connection.ssl.truststore.password";
    static final String TRUSTSTORE_TYPE = "connection.ssl.truststore.type";
    static final String CA_FINGERPRINT = "connection.ssl.ca.fingerprint";
    static final String KEYSTORE_LOCATION = "connection.ssl.keystore.location";
    static final String KEYSTORE_PASSWORD = "connection.ssl.keystore.password";
    static final String KEYSTORE_TYPE = "connection.ssl.keystore.type";
    static final String KEY_PASSWORD = "connection.ssl.key.password";
    static final String ENDPOINT_IDENTIFICATION = "connection.ssl.endpoint.identification.algorithm";

    /** Those without a default: a form that sends all of its fields sends the others too. */
    private static final List<String> WITHOUT_DEFAULT = List.of(
            TRUSTSTORE_LOCATION,
            TRUSTSTORE_PASSWORD,
            CA_FINGERPRINT,
            KEYSTORE_LOCATION,
            KEYSTORE_PASSWORD,
            KEY_PASSWORD);

    static final String PEM = "PEM";
    private static final String[] TYPES = {"JKS", "PKCS12", PEM};
    private static final String HTTPS = "https";
    private static final String EVERY_WORKER = " Every worker needs the file; a task reads it when it starts.";

    private final AbstractConfig config;

    TlsSettings(AbstractConfig config) {
        this.config = config;
    }

    /** Adds them to a group, from a place in its order on. */
    static ConfigDef define(ConfigDef def, String group, int firstOrder) {
        int order = firstOrder;
        return def.define(
                        TRUSTSTORE_LOCATION,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The file with the certificates of the authorities that may have issued the servers' certificates."
                                + " Without it those count that the worker's Java trusts." + EVERY_WORKER,
                        group,
                        order++,
                        Width.LONG,
                        "Trust store",
                        List.of(TRUSTSTORE_PASSWORD, TRUSTSTORE_TYPE),
                        Visibility.OVER_HTTPS)
                .define(
                        TRUSTSTORE_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        "The password of the trust store. A PEM file has none.",
                        group,
                        order++,
                        Width.MEDIUM,
                        "Trust store password",
                        Visibility.WITH_TRUSTSTORE)
                .define(
                        TRUSTSTORE_TYPE,
                        ConfigDef.Type.STRING,
                        TYPES[0],
                        ConfigDef.CaseInsensitiveValidString.in(TYPES),
                        Importance.LOW,
                        "The format of the trust store: JKS, PKCS12 or PEM (certificates one after the other).",
                        group,
                        order++,
                        Width.SHORT,
                        "Trust store type",
                        Visibility.WITH_TRUSTSTORE.choosing(TYPES))
                .define(
                        CA_FINGERPRINT,
                        ConfigDef.Type.STRING,
                        null,
                        new FingerprintValidator(),
                        Importance.MEDIUM,
                        "Instead of a trust store: the SHA-256 fingerprint of the authority's certificate, as Elasticsearch"
                                + " prints it at its first start. 64 hexadecimal digits, with or without colons. The"
                                + " servers must send that certificate along with their own.",
                        group,
                        order++,
                        Width.LONG,
                        "CA fingerprint",
                        Visibility.OVER_HTTPS)
                .define(
                        KEYSTORE_LOCATION,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The file with the private key and the certificate that the connector shows to servers that ask for"
                                + " one (mutual TLS)." + EVERY_WORKER,
                        group,
                        order++,
                        Width.LONG,
                        "Key store",
                        List.of(KEYSTORE_PASSWORD, KEYSTORE_TYPE, KEY_PASSWORD),
                        Visibility.OVER_HTTPS)
                .define(
                        KEYSTORE_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        "The password of the key store. A PEM file has none, its key may have: " + KEY_PASSWORD + ".",
                        group,
                        order++,
                        Width.MEDIUM,
                        "Key store password",
                        Visibility.WITH_KEYSTORE)
                .define(
                        KEYSTORE_TYPE,
                        ConfigDef.Type.STRING,
                        TYPES[0],
                        ConfigDef.CaseInsensitiveValidString.in(TYPES),
                        Importance.LOW,
                        "The format of the key store: JKS, PKCS12 or PEM (a key in PKCS#8 and its chain of certificates).",
                        group,
                        order++,
                        Width.SHORT,
                        "Key store type",
                        Visibility.WITH_KEYSTORE.choosing(TYPES))
                .define(
                        KEY_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        "The password of the private key in the key store; by default that of the store.",
                        group,
                        order++,
                        Width.MEDIUM,
                        "Key password",
                        Visibility.WITH_KEYSTORE)
                .define(
                        ENDPOINT_IDENTIFICATION,
                        ConfigDef.Type.STRING,
                        HTTPS,
                        ConfigDef.ValidString.in(HTTPS, ""),
                        Importance.LOW,
                        "With https, a server's certificate must be for the host name or IP address by which it is"
                                + " addressed. Empty switches that off: whoever has any certificate of the authority can"
                                + " then pass for the server.",
                        group,
                        order,
                        Width.SHORT,
                        "Check the servers' names",
                        Visibility.OVER_HTTPS.choosing(HTTPS, ""));
    }

    Optional<StoreFile> trustStore() {
        return Optional.ofNullable(config.getString(TRUSTSTORE_LOCATION))
                .map(location -> new StoreFile(
                        location,
                        TRUSTSTORE_LOCATION,
                        config.getPassword(TRUSTSTORE_PASSWORD),
                        TRUSTSTORE_PASSWORD,
                        type(TRUSTSTORE_TYPE)));
    }

    Optional<StoreFile> keyStore() {
        return Optional.ofNullable(config.getString(KEYSTORE_LOCATION))
                .map(location -> new StoreFile(
                        location,
                        KEYSTORE_LOCATION,
                        config.getPassword(KEYSTORE_PASSWORD),
                        KEYSTORE_PASSWORD,
                        type(KEYSTORE_TYPE)));
    }

    /** Null where the key has that of its store, or none. */
    @Nullable
    Password keyPassword() {
        return config.getPassword(KEY_PASSWORD);
    }

    /** The SHA-256 digest of the authority's certificate. */
    Optional<byte[]> caFingerprint() {
        return Optional.ofNullable(config.getString(CA_FINGERPRINT))
                .map(text -> HexFormat.of().parseHex(text.replace(":", "")));
    }

    boolean checksHostNames() {
        return config.getString(ENDPOINT_IDENTIFICATION).equals(HTTPS);
    }

    private String type(String key) {
        return config.getString(key).toUpperCase(Locale.ROOT);
    }

    /** What is wrong with them together, before any file is looked at; by the setting to be mended. */
    Map<String, String> contradictions(List<String> urls) {
        Map<String, String> findings = new LinkedHashMap<>();
        if (urls.stream().anyMatch(url -> !url.startsWith(HTTPS))) {
            WITHOUT_DEFAULT.stream()
                    .filter(this::isGiven)
                    .forEach(key -> findings.put(
                            key,
                            "has no effect without TLS; give every address in "
                                    + ShipmentProjectionSinkConfig.CONNECTION_URL + " as https://"));
            return findings;
        }
        if (isGiven(TRUSTSTORE_LOCATION) && isGiven(CA_FINGERPRINT)) {
            findings.put(CA_FINGERPRINT, "only one of it and " + TRUSTSTORE_LOCATION + " can be set");
        }
        requireStore(TRUSTSTORE_LOCATION, List.of(TRUSTSTORE_PASSWORD), findings);
        requireStore(KEYSTORE_LOCATION, List.of(KEYSTORE_PASSWORD, KEY_PASSWORD), findings);
        trustStore().ifPresent(store -> refusePasswordOfPem(store, "", findings));
        keyStore().ifPresent(store -> refusePasswordOfPem(store, "; that of its key is " + KEY_PASSWORD, findings));
        return findings;
    }

    private boolean isGiven(String key) {
        return config.values().get(key) != null;
    }

    private void requireStore(String location, List<String> dependents, Map<String, String> findings) {
        List<String> given = dependents.stream().filter(this::isGiven).toList();
        if (!isGiven(location) && !given.isEmpty()) {
            findings.put(location, "required together with " + String.join(" and ", given));
        }
    }

    private static void refusePasswordOfPem(StoreFile store, String more, Map<String, String> findings) {
        if (store.type().equals(PEM) && store.password() != null) {
            findings.put(store.passwordSetting(), "a PEM file has no password" + more);
        }
    }

    /** A SHA-256 digest in hexadecimal digits. */
    private static final class FingerprintValidator implements ConfigDef.Validator {
        @Override
        public void ensureValid(String key, @Nullable Object value) {
            if (value != null && !value.toString().matches("\\p{XDigit}{64}|\\p{XDigit}{2}(:\\p{XDigit}{2}){31}")) {
                throw new ConfigException(
                        key + ": expected a SHA-256 fingerprint: 64 hexadecimal digits, with or without colons"
                                + " between each two");
            }
        }

        @Override
        public String toString() {
            return "a SHA-256 fingerprint in hexadecimal digits";
        }
    }
}
