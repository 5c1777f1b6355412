package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.fulfillmentconnect.stack.Certificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check of the connection says of servers. */
class ConnectionCheckTest {
    private static final Certificates AUTHORITY = new Certificates("authority");
    private static final Certificates STRANGER = new Certificates("stranger");

    private static TlsServer server;
    private static TlsServer askingServer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() throws IOException {
        server = new TlsServer(AUTHORITY.context(AUTHORITY.server()), false);
        askingServer = new TlsServer(AUTHORITY.context(AUTHORITY.server()), true);
    }

    @AfterAll
    static void stopServers() {
        server.close();
        askingServer.close();
    }

    private static Map<String, List<String>> errors(String url, String... keysAndValues) {
        String[] settings = new String[keysAndValues.length + 4];
        settings[0] = "connection.url";
        settings[1] = url;
        settings[2] = "connection.check";
        settings[3] = "true";
        System.arraycopy(keysAndValues, 0, settings, 4, keysAndValues.length);
        return Validation.errors(settings);
    }

    private static Map<String, List<String>> error(String setting, String message) {
        return Map.of(setting, List.of(message));
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() {
        assertThat(errors(server.url()))
                .isEqualTo(error(
                        "connection.ssl.truststore.location",
                        "the server's certificate is not trusted: unable to find valid certification path to requested"
                                + " target; set it, or connection.ssl.ca.fingerprint, unless the worker's Java is to"
                                + " trust the authority"));
    }

    @Test
    void aCertificateOfAnAuthorityOutsideTheTrustStoreIsRefused() {
        assertThat(errors(
                        server.url(),
                        "connection.ssl.truststore.location",
                        STRANGER.authorityIn(folder).toString(),
                        "connection.ssl.truststore.type",
                        "PEM"))
                .isEqualTo(error(
                        "connection.ssl.truststore.location",
                        "the server's certificate is not trusted: unable to find valid certification path to requested"
                                + " target"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void theAuthorityInATrustStoreIsTrusted(String type) {
        assertThat(errors(
                        server.url(),
                        "connection.ssl.truststore.location",
                        Certificates.save(AUTHORITY.trustStore(type), folder, "trusted")
                                .toString(),
                        "connection.ssl.truststore.password",
                        Certificates.PASSWORD,
                        "connection.ssl.truststore.type",
                        type))
                .isEmpty();
    }

    @Test
    void theAuthorityWithTheFingerprintIsTrusted() {
        assertThat(errors(server.url(), "connection.ssl.ca.fingerprint", AUTHORITY.fingerprint()))
                .isEmpty();
        assertThat(errors(
                        server.url(),
                        "connection.ssl.ca.fingerprint",
                        Certificates.withColons(AUTHORITY.fingerprint())))
                .isEmpty();
    }

    @Test
    void anotherFingerprintIsRefused() {
        assertThat(errors(server.url(), "connection.ssl.ca.fingerprint", STRANGER.fingerprint()))
                .isEqualTo(error(
                        "connection.ssl.ca.fingerprint",
                        "the server's certificate is not trusted: none of the certificates that the server sent has"
                                + " this fingerprint"));
    }

    @Test
    void theKnownAuthorityBesideACertificateOfAnotherIsRefused() throws IOException {
        // Anyone can send the authority's certificate along with one that it has not issued.
        Certificates.Identity issued = STRANGER.server();
        Certificates.Identity forged =
                new Certificates.Identity(issued.key(), List.of(issued.chain().get(0), AUTHORITY.authority()));
        try (TlsServer forger = new TlsServer(AUTHORITY.context(forged), false)) {
            assertThat(errors(forger.url(), "connection.ssl.ca.fingerprint", AUTHORITY.fingerprint()))
                    .containsOnlyKeys("connection.ssl.ca.fingerprint");
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedUnlessNamesAreNotChecked() {
        String url = server.url("https", "localhost");

        assertThat(errors(url, "connection.ssl.ca.fingerprint", AUTHORITY.fingerprint()))
                .isEqualTo(error(
                        "connection.url",
                        "the server's certificate is for another host (Host name 'localhost' does not match"
                                + " the certificate subject provided by the peer (CN=server)); give an address that it"
                                + " names"));
        assertThat(errors(
                        url,
                        "connection.ssl.ca.fingerprint",
                        AUTHORITY.fingerprint(),
                        "connection.ssl.endpoint.identification.algorithm",
                        ""))
                .isEmpty();
    }

    @Test
    void anExpiredCertificateIsRefused() throws IOException {
        try (TlsServer expired = new TlsServer(AUTHORITY.context(AUTHORITY.expiredServer()), false)) {
            Map<String, List<String>> errors =
                    errors(expired.url(), "connection.ssl.ca.fingerprint", AUTHORITY.fingerprint());

            assertThat(errors).containsOnlyKeys("connection.url");
            assertThat(errors.get("connection.url"))
                    .singleElement()
                    .asString()
                    .startsWith("a certificate of the server has expired or is not yet valid (NotAfter: ");
        }
    }

    @Test
    void aServerThatAsksForACertificateIsAnsweredWithOne() {
        assertThat(errors(
                        askingServer.url(),
                        "connection.ssl.ca.fingerprint",
                        AUTHORITY.fingerprint(),
                        "connection.ssl.keystore.location",
                        Certificates.save(AUTHORITY.client().keyStore("PKCS12"), folder, "keys")
                                .toString(),
                        "connection.ssl.keystore.password",
                        Certificates.PASSWORD,
                        "connection.ssl.keystore.type",
                        "PKCS12"))
                .isEmpty();
    }

    @Test
    void aServerThatAsksForACertificateAndGetsNoneIsToldOnTheKeyStore() {
        assertThat(errors(askingServer.url(), "connection.ssl.ca.fingerprint", AUTHORITY.fingerprint()))
                .isEqualTo(error(
                        "connection.ssl.keystore.location",
                        "required: the server asks for a client certificate (it closed the connection)"));
    }

    @Test
    void aCertificateThatTheServerDoesNotTakeIsToldOnTheKeyStore() {
        Map<String, List<String>> errors = errors(
                askingServer.url(),
                "connection.ssl.ca.fingerprint",
                AUTHORITY.fingerprint(),
                "connection.ssl.keystore.location",
                STRANGER.client().bothIn(folder).toString(),
                "connection.ssl.keystore.type",
                "PEM");

        assertThat(errors).containsOnlyKeys("connection.ssl.keystore.location");
        assertThat(errors.get("connection.ssl.keystore.location"))
                .singleElement()
                .asString()
                .startsWith("the server does not take the client certificate in it (");
    }

    @Test
    void anAddressOfTheOtherSchemeIsToldOnTheAddress() throws IOException {
        assertThat(errors(server.url("http", "127.0.0.1"))).containsOnlyKeys("connection.url");
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerWithoutTls(plain));

            assertThat(errors("https://127.0.0.1:" + plain.getLocalPort()))
                    .isEqualTo(error(
                            "connection.url",
                            "the server does not answer in TLS; if it has none, the address begins with http://"));
            answered.join();
        }
    }

    private static void answerWithoutTls(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getOutputStream().write(Certificates.ascii("HTTP/1.1 400 Bad Request\r\n\r\n"));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sendsAnApiKeyAsElasticsearchWantsIt() {
        String apiKey = Base64.getEncoder().encodeToString(Certificates.ascii("an-id:a-key"));

        assertThat(errors(
                        server.url(),
                        "connection.ssl.ca.fingerprint",
                        AUTHORITY.fingerprint(),
                        "connection.api.key",
                        apiKey))
                .isEmpty();
        assertThat(server.authorizations()).containsExactly("ApiKey " + apiKey);
    }

    @Test
    void aRefusedApiKeyIsToldOnItsField() throws IOException {
        try (ScriptedServer refusing = new ScriptedServer(body -> new ScriptedServer.Answer(401, "{}"))) {
            assertThat(errors(refusing.url(), "connection.api.key", "YTpi"))
                    .isEqualTo(error(
                            "connection.api.key",
                            "Elasticsearch refuses the API key (401): it is wrong, expired or invalidated"));
            assertThat(errors(refusing.url()))
                    .isEqualTo(error(
                            "connection.username",
                            "Elasticsearch asks for credentials (401): set connection.username and"
                                    + " connection.password, or connection.api.key"));
        }
    }

    private static Map<String, List<String>> errorsOf(ScriptedServer.Answer answer) throws IOException {
        try (ScriptedServer server = new ScriptedServer(body -> answer)) {
            return errors(server.url());
        }
    }

    @Test
    void aClusterThatSaysItsHealthIsTaken() throws IOException {
        assertThat(errorsOf(new ScriptedServer.Answer(200, "{\"status\":\"red\"}")))
                .isEmpty();
    }

    @Test
    void aUserWhoMayNotSeeTheHealthIsTaken() throws IOException {
        assertThat(errorsOf(new ScriptedServer.Answer(
                        403,
                        "{\"error\":{\"type\":\"security_exception\",\"reason\":\"unauthorized\"},\"status\":403}")))
                .isEmpty();
    }

    private static Map<String, List<String>> noElasticsearch(String found) {
        return error(
                "connection.url",
                "what answers there is no Elasticsearch: expected the health of a cluster at /_cluster/health but found "
                        + found
                        + ". If it is one behind a proxy that does not let this pass, set connection.check to false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>It works!</body></html>",
                "",
                "{}",
                "[]",
                "\"green\"",
                "{\"status\":200}",
                "{\"health\":\"green\"}"
            })
    void aServerOfAnotherContentIsRefused(String body) throws IOException {
        assertThat(errorsOf(new ScriptedServer.Answer(200, body))).isEqualTo(noElasticsearch("another content"));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 400, 403, 404, 405, 410})
    void aServerThatDoesNotKnowTheRequestIsRefused(int status) throws IOException {
        assertThat(errorsOf(new ScriptedServer.Answer(status, "<html><body>secret</body></html>")))
                .isEqualTo(noElasticsearch("status " + status));
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (ScriptedServer other =
                new ScriptedServer(body -> new ScriptedServer.Answer(200, "{\"status\":\"green\"}"))) {
            assertThat(errorsOf(new ScriptedServer.Answer(301, "", other.url() + "/_cluster/health")))
                    .isEqualTo(noElasticsearch("status 301"));
            assertThat(other.bodies()).isEmpty();
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUpWithinFiveSeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long before = System.nanoTime();

            assertThat(errors("https://127.0.0.1:" + silent.getLocalPort()))
                    .isEqualTo(error(
                            "connection.url",
                            "Elasticsearch cannot be reached: no answer within 4 s. To deploy while it is away, set"
                                    + " connection.check to false"));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
