package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fulfillmentconnect.projection.Validation.errors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.fulfillmentconnect.stack.Certificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with credentials, keys and certificates before any server is asked. */
class ConnectionSettingsTest {
    private static final Certificates AUTHORITY = new Certificates("authority");
    private static final String API_KEY = Base64.getEncoder().encodeToString(Certificates.ascii("an-id:a-key"));

    @TempDir
    private Path folder;

    private static Map<String, List<String>> error(String setting, String message) {
        return Map.of(setting, List.of(message));
    }

    private Path unreadable() {
        return Certificates.write(folder, "notes.txt", "the content");
    }

    @Test
    void takesAnApiKeyInsteadOfAUser() {
        assertThat(errors("connection.api.key", API_KEY)).isEmpty();
        assertThat(errors("connection.api.key", API_KEY, "connection.username", "me", "connection.password", "secret"))
                .isEqualTo(error("connection.api.key", "only one of it and connection.username can be set"));
        assertThat(errors("connection.api.key", API_KEY, "connection.password", "secret"))
                .isEqualTo(error("connection.api.key", "only one of it and connection.password can be set"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"an-id:a-key", "bm8gY29sb24=", "OmtleQ==", ""})
    void refusesAnApiKeyInAnotherFormWithoutRepeatingIt(String apiKey) {
        assertThat(errors("connection.api.key", apiKey))
                .isEqualTo(error(
                        "connection.api.key",
                        "connection.api.key: expected the API key as Elasticsearch returns it in \"encoded\":"
                                + " id:api_key in Base64"));
    }

    @Test
    void refusesTlsSettingsForAnAddressWithoutTls() {
        assertThat(errors("connection.url", "http://localhost:9200", "connection.ssl.truststore.location", "/ca.jks"))
                .isEqualTo(error(
                        "connection.ssl.truststore.location",
                        "has no effect without TLS; give every address in connection.url as https://"));
        assertThat(errors(
                        "connection.url",
                        "https://localhost:9200,http://localhost:9201",
                        "connection.ssl.ca.fingerprint",
                        AUTHORITY.fingerprint()))
                .containsOnlyKeys("connection.ssl.ca.fingerprint");
    }

    @Test
    void refusesATrustStoreBesideAFingerprint() {
        assertThat(errors(
                        "connection.ssl.truststore.location",
                        AUTHORITY.authorityIn(folder).toString(),
                        "connection.ssl.truststore.type",
                        "PEM",
                        "connection.ssl.ca.fingerprint",
                        AUTHORITY.fingerprint()))
                .isEqualTo(error(
                        "connection.ssl.ca.fingerprint",
                        "only one of it and connection.ssl.truststore.location can be set"));
    }

    @Test
    void refusesPasswordsOfNothing() {
        assertThat(errors("connection.ssl.truststore.password", "secret"))
                .isEqualTo(error(
                        "connection.ssl.truststore.location",
                        "required together with connection.ssl.truststore.password"));
        assertThat(errors("connection.ssl.keystore.password", "secret", "connection.ssl.key.password", "secret"))
                .isEqualTo(error(
                        "connection.ssl.keystore.location",
                        "required together with connection.ssl.keystore.password and connection.ssl.key.password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789abcdef", "zz"})
    void refusesWhatIsNoFingerprint(String fingerprint) {
        assertThat(errors("connection.ssl.ca.fingerprint", fingerprint))
                .isEqualTo(error(
                        "connection.ssl.ca.fingerprint",
                        "connection.ssl.ca.fingerprint: expected a SHA-256 fingerprint: 64 hexadecimal digits, with or"
                                + " without colons between each two"));
    }

    @Test
    void takesAFingerprintAsItIsPrinted() {
        assertThat(errors("connection.ssl.ca.fingerprint", AUTHORITY.fingerprint()))
                .isEmpty();
        assertThat(errors("connection.ssl.ca.fingerprint", Certificates.withColons(AUTHORITY.fingerprint())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"truststore", "keystore"})
    void refusesAFileThatIsNotThere(String store) {
        String location = "connection.ssl." + store + ".location";
        assertThat(errors(location, "/no/such/store"))
                .isEqualTo(error(location, "/no/such/store is no file on this" + " worker"));
        // It would be read for ever.
        assertThat(errors(location, "/dev/zero")).isEqualTo(error(location, "/dev/zero is no file on this worker"));
        assertThat(errors(location, "a\0b"))
                .isEqualTo(error(location, "a\0b cannot be read by the worker" + " (InvalidPathException)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void refusesAFileOfAnotherKindWithoutItsContent(String type) {
        assertThat(errors(
                        "connection.ssl.truststore.location",
                        unreadable().toString(),
                        "connection.ssl.truststore.password",
                        "secret",
                        "connection.ssl.truststore.type",
                        type))
                .isEqualTo(error("connection.ssl.truststore.location", unreadable() + " cannot be read as " + type));
    }

    @Test
    void refusesAPemFileWithoutWhatIsWanted() {
        assertThat(errors(
                        "connection.ssl.truststore.location",
                        unreadable().toString(),
                        "connection.ssl.truststore.type",
                        "pem"))
                .isEqualTo(error("connection.ssl.truststore.location", unreadable() + " holds no trusted certificate"));
        assertThat(errors(
                        "connection.ssl.keystore.location",
                        unreadable().toString(),
                        "connection.ssl.keystore.type",
                        "PEM"))
                .isEqualTo(error("connection.ssl.keystore.location", unreadable() + " holds no private key"));
        Path broken = Certificates.write(
                folder, "broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(errors(
                        "connection.ssl.truststore.location",
                        broken.toString(),
                        "connection.ssl.truststore.type",
                        "PEM"))
                .isEqualTo(error("connection.ssl.truststore.location", broken + " cannot be read as PEM"));
    }

    @Test
    void refusesAKeyInAnOlderFormAndSaysWhatMakesTheNewerOne() {
        Path key = Certificates.write(folder, "key.pem", Certificates.block("RSA PRIVATE KEY", new byte[] {1}));

        assertThat(errors("connection.ssl.keystore.location", key.toString(), "connection.ssl.keystore.type", "PEM"))
                .isEqualTo(error(
                        "connection.ssl.keystore.location",
                        key + " holds a private key in a form of its algorithm; expected PKCS#8, which openssl pkcs8"
                                + " -topk8 makes of it"));
    }

    @Test
    void refusesAPasswordForAPemFile() {
        assertThat(errors(
                        "connection.ssl.keystore.location",
                        AUTHORITY.client().bothIn(folder).toString(),
                        "connection.ssl.keystore.type",
                        "PEM",
                        "connection.ssl.keystore.password",
                        "secret"))
                .isEqualTo(error(
                        "connection.ssl.keystore.password",
                        "a PEM file has no password; that of its key is connection.ssl.key.password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void refusesAWrongPasswordOnItsOwnField(String type) {
        Path trusted = Certificates.save(AUTHORITY.trustStore(type), folder, "trusted");
        assertThat(errors(
                        "connection.ssl.truststore.location",
                        trusted.toString(),
                        "connection.ssl.truststore.type",
                        type,
                        "connection.ssl.truststore.password",
                        "wrong-secret"))
                .isEqualTo(error("connection.ssl.truststore.password", "is not the password of " + trusted));
        Path keys = Certificates.save(AUTHORITY.client().keyStore(type), folder, "keys");
        assertThat(errors(
                        "connection.ssl.keystore.location",
                        keys.toString(),
                        "connection.ssl.keystore.type",
                        type,
                        "connection.ssl.keystore.password",
                        "wrong-secret"))
                .isEqualTo(error("connection.ssl.keystore.password", "is not the password of " + keys));
    }

    @Test
    void refusesAWrongPasswordOfTheKeyAlone() {
        Path keys = Certificates.save(AUTHORITY.client().keyStore("JKS"), folder, "keys");

        assertThat(errors(
                        "connection.ssl.keystore.location",
                        keys.toString(),
                        "connection.ssl.keystore.password",
                        Certificates.PASSWORD,
                        "connection.ssl.key.password",
                        "wrong-secret"))
                .isEqualTo(error("connection.ssl.key.password", "is not the password of the private key in " + keys));
    }

    @Test
    void refusesAProtectedTrustStoreWithoutItsPassword() {
        Path trusted = Certificates.save(AUTHORITY.trustStore("PKCS12"), folder, "trusted");

        assertThat(errors("connection.ssl.truststore.location", trusted.toString()))
                .isEqualTo(error(
                        "connection.ssl.truststore.location",
                        trusted + " holds no trusted certificate that can be read without a password"));
    }

    @Test
    void decryptsAnEncryptedKeyWithItsPassword() throws Exception {
        Certificates.Identity client = AUTHORITY.client();
        Path file = folder.resolve("encrypted.pem");
        Files.writeString(
                file,
                Certificates.block("ENCRYPTED PRIVATE KEY", encrypted(client.key()))
                        + Files.readString(client.certificatesIn(folder)));

        assertThat(encryptedKeyErrors(file, "key-secret")).isEmpty();
        assertThat(encryptedKeyErrors(file, "wrong-secret"))
                .isEqualTo(error("connection.ssl.key.password", "is not the password of the private key in " + file));
        assertThat(encryptedKeyErrors(file, null))
                .isEqualTo(
                        error("connection.ssl.key.password", "required: the private key in " + file + " is encrypted"));
    }

    private static Map<String, List<String>> encryptedKeyErrors(Path file, @Nullable String password) {
        return errors(
                "connection.ssl.keystore.location",
                file.toString(),
                "connection.ssl.keystore.type",
                "PEM",
                "connection.ssl.key.password",
                password);
    }

    private static byte[] encrypted(PrivateKey key) throws Exception {
        return new JcaPKCS8EncryptedPrivateKeyInfoBuilder(key)
                .build(new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                        .build("key-secret".toCharArray()))
                .getEncoded();
    }

    @Test
    void takesRsaKeysToo() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Path file = Certificates.write(
                folder,
                "rsa.pem",
                Certificates.block(
                                "PRIVATE KEY",
                                generator.generateKeyPair().getPrivate().getEncoded())
                        + Files.readString(AUTHORITY.client().certificatesIn(folder)));

        Pem pem = Pem.of(new StoreFile(file.toString(), "location", null, "password", "PEM"));

        assertThat(pem.privateKey(null).getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void refusesAFileTooLargeToBeAStore() throws IOException {
        Path large = folder.resolve("large");
        Files.write(large, new byte[16 * 1024 * 1024 + 1]);

        assertThat(errors("connection.ssl.truststore.location", large.toString()))
                .isEqualTo(error(
                        "connection.ssl.truststore.location",
                        large + " is larger than a store may be, 16777216 bytes"));
    }

    @Test
    void aTaskIsRefusedTheSameWay() {
        ShipmentProjectionSinkTask task = new ShipmentProjectionSinkTask();
        task.initialize(new TestContext(null));

        assertThatThrownBy(() -> task.start(ShipmentProjectionSinkConfig.withoutNulls(
                        Validation.settings("connection.ssl.truststore.location", "/no/such/store"))))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connection.ssl.truststore.location: /no/such/store is no file on this worker");
    }

    @Test
    void takesNullsAsSettingsThatAreNotGiven() {
        assertThat(errors(
                        "connection.check",
                        "false",
                        "connection.username",
                        null,
                        "connection.ssl.truststore.type",
                        null,
                        "connection.ssl.endpoint.identification.algorithm",
                        null,
                        "shipments.index",
                        null,
                        "index.shards",
                        null,
                        "batch.max.bytes",
                        null))
                .isEmpty();
        assertThat(errors("connection.url", null))
                .isEqualTo(Map.of(
                        "connection.url",
                        List.of(
                                "Missing required configuration \"connection.url\" which has no default value.",
                                "Invalid value null for configuration connection.url: expected at least one address"
                                        + " such as http://localhost:9200")));
    }

    @Test
    void aNullDoesNotSwitchTheCheckOff() {
        assertThat(errors("connection.check", null, "connection.url", "http://127.0.0.1:1"))
                .containsOnlyKeys("connection.url");
    }

    @Test
    void tasksGetNoNulls() {
        ShipmentProjectionSinkConnector connector = new ShipmentProjectionSinkConnector();
        connector.start(Validation.settings("connection.username", null));

        assertThat(connector.taskConfigs(1).get(0))
                .containsKey("connection.url")
                .doesNotContainKey("connection.username");
    }

    private static Set<String> hidden(String... keysAndValues) {
        return Validation.of(Validation.settings(keysAndValues)).stream()
                .filter(value -> !value.visible())
                .map(ConfigValue::name)
                .collect(Collectors.toSet());
    }

    @Test
    void aFormShowsWhatMakesSenseBesideTheRest() {
        assertThat(hidden("connection.url", "http://localhost:9200"))
                .contains("connection.ssl.truststore.location", "connection.ssl.keystore.type")
                .doesNotContain("connection.username", "connection.password", "connection.api.key");
        assertThat(hidden())
                .containsExactlyInAnyOrder(
                        "connection.ssl.truststore.password",
                        "connection.ssl.truststore.type",
                        "connection.ssl.keystore.password",
                        "connection.ssl.keystore.type",
                        "connection.ssl.key.password");
        assertThat(hidden("connection.ssl.truststore.location", "/ca"))
                .doesNotContain("connection.ssl.truststore.password", "connection.ssl.truststore.type");
        assertThat(hidden("connection.api.key", API_KEY)).contains("connection.username", "connection.password");
        assertThat(hidden("connection.username", "me")).contains("connection.api.key");
    }

    @Test
    void aFormShowsWhatIsWrongThere() {
        assertThat(hidden("connection.api.key", API_KEY, "connection.username", "me"))
                .doesNotContain("connection.api.key", "connection.username");
    }

    @Test
    void offersTheTypesOfStores() {
        assertThat(Validation.of(Validation.settings()).stream()
                        .filter(value -> value.name().equals("connection.ssl.truststore.type"))
                        .flatMap(value -> value.recommendedValues().stream()))
                .containsExactly("JKS", "PKCS12", "PEM");
    }
}
