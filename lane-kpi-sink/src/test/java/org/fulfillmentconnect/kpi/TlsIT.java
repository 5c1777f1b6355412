package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fulfillmentconnect.stack.Certificates;
import org.fulfillmentconnect.stack.PostgresServer;
import org.fulfillmentconnect.stack.PostgresTls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way of TLS against real servers that take connections with TLS alone. */
class TlsIT {
    private static final Certificates AUTHORITY = new Certificates("authority");
    private static final Certificates STRANGER = new Certificates("stranger");

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    /** Wants a certificate of its clients, too. */
    @SuppressWarnings("NullAway.Init")
    private static PostgresServer mutual;

    @BeforeAll
    static void startServers() {
        Certificates.Identity identity = AUTHORITY.server();
        Path certificates = identity.certificatesIn(folder);
        Path key = identity.keyIn(folder);
        server = PostgresServer.in(folder)
                .name("postgres-tls")
                .secured(new PostgresTls(certificates, key, Optional.empty()))
                .start();
        mutual = PostgresServer.in(folder)
                .name("postgres-mutual-tls")
                .secured(new PostgresTls(certificates, key, Optional.of(AUTHORITY.authorityIn(folder))))
                .start();
    }

    @AfterAll
    static void stopServers() {
        server.close();
        mutual.close();
    }

    @Test
    void refusesToSendAPasswordToAServerThatIsNotVerified() {
        assertThat(errors(server, "sslmode=verify-full&sslrootcert=" + STRANGER.authorityIn(folder)))
                .startsWith("cannot connect: SSL error: PKIX path building failed: ")
                .endsWith(
                        ". The server's certificate is not trusted; sslrootcert names a file with the certificate of its"
                                + " authority");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void takesACertificateOfTheAuthorityForThisHost(String mode) {
        assertThat(errors(server, "sslmode=" + mode + "&sslrootcert=" + authority()))
                .isEmpty();
    }

    @Test
    void refusesACertificateForAnotherHost() {
        String byName = server.jdbcUrl().replace("127.0.0.1", "localhost");
        String parameters = "sslrootcert=" + authority();
        assertThat(errors(server, byName, parameters + "&sslmode=verify-full", ""))
                .isEqualTo("cannot connect: The hostname localhost could not be verified by hostnameverifier"
                        + " PgjdbcHostnameVerifier. The server's certificate is for another host; give an address that it"
                        + " names, or sslmode=verify-ca");
        assertThat(errors(server, byName, parameters + "&sslmode=verify-ca", ""))
                .isEmpty();
    }

    @Test
    void asksForTheAuthorityWhereOneIsToBeVerified() {
        assertThat(errors(server, "sslmode=verify-full&sslrootcert=" + folder.resolve("none.pem")))
                .isEqualTo(
                        "cannot connect: Could not open SSL root certificate file " + folder.resolve("none.pem") + ".");
        assertThat(errors(server, "sslmode=verify-full"))
                .startsWith("cannot connect: Could not open SSL root certificate file ")
                .endsWith(" The URL needs sslrootcert: a file with the certificate of the server's authority");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefer", "require"})
    void encryptsWithoutVerifyingWhereThatIsSet(String mode) {
        assertThat(errors(server, "sslmode=" + mode)).isEmpty();
    }

    @Test
    void saysThatTheServerRefusesAConnectionWithoutTls() {
        assertThat(errors(server, "sslmode=disable"))
                .startsWith("the server does not take such a connection: FATAL: no pg_hba.conf entry for host");
    }

    @Test
    void saysThatTheServerHasNoTls() {
        assertThat(errors(TestDatabase.server(), "sslmode=require"))
                .isEqualTo(
                        "cannot connect: The server does not support SSL. It has no TLS; only sslmode=disable, allow and"
                                + " prefer do without");
        assertThat(errors(TestDatabase.server(), "sslmode=disable")).isEmpty();
    }

    @Test
    void asksForAClientCertificateWhereTheServerDoes() {
        assertThat(errors(mutual, "sslmode=verify-full&sslrootcert=" + authority()))
                .isEqualTo(
                        "the server asks for a client certificate of an authority that it trusts; sslcert and sslkey name"
                                + " it: FATAL: connection requires a valid client certificate");
    }

    @Test
    void showsAClientCertificateWithAKeyInDer() throws IOException {
        Certificates.Identity client = AUTHORITY.client();
        Path files = clientFolder();
        assertThat(errors(
                        mutual,
                        verified() + "&sslcert=" + client.certificatesIn(files) + "&sslkey=" + client.derKeyIn(files)))
                .isEmpty();
    }

    @Test
    void showsAClientCertificateWithAKeyInPem() throws IOException {
        Certificates.Identity client = AUTHORITY.client();
        Path files = clientFolder();
        assertThat(errors(
                        mutual,
                        verified() + "&sslcert=" + client.certificatesIn(files) + "&sslkey=" + client.keyIn(files)
                                + "&pemKeyAlgorithm=EC"))
                .isEmpty();
    }

    @Test
    void showsAClientCertificateFromAnEncryptedFile() throws IOException {
        Path files = clientFolder();
        Path store = Certificates.save(storeOf(AUTHORITY.client()), files, "client.p12");
        assertThat(errors(mutual, mutual.jdbcUrl(), verified() + "&sslkey=" + store, Certificates.PASSWORD))
                .isEmpty();
        assertThat(errors(mutual, mutual.jdbcUrl(), verified() + "&sslkey=" + store, "wrong-secret"))
                .startsWith("cannot connect: ")
                .doesNotContain("wrong-secret");
    }

    @Test
    void saysThatAKeyIsOpenToOthers() throws IOException {
        Certificates.Identity client = AUTHORITY.client();
        Path files = clientFolder();
        Path key = client.derKeyIn(files);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(errors(mutual, verified() + "&sslcert=" + client.certificatesIn(files) + "&sslkey=" + key))
                .startsWith("cannot connect: private key file \"" + key + "\" has group or world access");
    }

    @Test
    void showsNoClientCertificateThatTheServerDoesNotAskFor() throws IOException {
        Certificates.Identity client = STRANGER.client();
        Path files = clientFolder();
        assertThat(errors(
                        mutual,
                        verified() + "&sslcert=" + client.certificatesIn(files) + "&sslkey=" + client.derKeyIn(files)))
                .startsWith("the server asks for a client certificate of an authority that it trusts");
    }

    @Test
    void storesOverTls() throws Exception {
        Map<String, String> settings = settings(server, server.jdbcUrl(), verified(), "");
        try (TaskRun run = new TaskRun(settings)) {
            run.deliver(TaskRun.records(Histories.of(51, 50), 0), 50);
            assertThat(run.offsets()).isEqualTo(run.positions());
        }
    }

    private static String verified() {
        return "sslmode=verify-full&sslrootcert=" + authority();
    }

    private static Path authority() {
        return AUTHORITY.authorityIn(folder);
    }

    private static Path clientFolder() throws IOException {
        return Files.createTempDirectory(folder, "client");
    }

    /** The driver takes the entry of this name. */
    private static KeyStore storeOf(Certificates.Identity identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "user",
                    identity.key(),
                    Certificates.PASSWORD.toCharArray(),
                    identity.chain().toArray(Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String errors(PostgresServer of, String parameters) {
        return errors(of, of.jdbcUrl(), parameters, "");
    }

    /** What validating says of the URL; nothing else may be blamed. */
    private static String errors(PostgresServer of, String url, String parameters, String keyPassword) {
        Map<String, List<String>> errors =
                new HashMap<>(LaneKpiSinkConnectorIT.errors(settings(of, url, parameters, keyPassword)));
        List<String> ofUrl = new ArrayList<>(errors.getOrDefault("connection.url", List.of()));
        errors.remove("connection.url");
        assertThat(errors).isEmpty();
        return String.join("|", ofUrl);
    }

    private static Map<String, String> settings(PostgresServer of, String url, String parameters, String keyPassword) {
        Map<String, String> settings = new TestDatabase().settings();
        settings.put("connection.url", url + "?" + parameters);
        settings.put("connection.user", of.user());
        settings.put("connection.password", of.password());
        settings.put("connection.ssl.key.password", keyPassword);
        return settings;
    }
}
