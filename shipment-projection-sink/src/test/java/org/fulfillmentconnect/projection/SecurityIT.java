package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.awaitility.Awaitility;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.stack.Certificates;
import org.fulfillmentconnect.stack.ElasticsearchRelease;
import org.fulfillmentconnect.stack.ElasticsearchSecurity;
import org.fulfillmentconnect.stack.ElasticsearchSecurity.User;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real task against real servers of each major version with security on, as a user with the role that the documentation
 * gives it.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@ParameterizedClass
@EnumSource
class SecurityIT {
    private static final int ORDERS = 100;
    private static final Certificates AUTHORITY = new Certificates("authority");
    private static final Certificates STRANGER = new Certificates("stranger");
    private static final User ADMINISTRATOR = new User("administrator", "administrator-secret", "superuser");
    private static final User PROJECTOR = new User("projector", "projector-secret", "fulfillment_projection");
    private static final User READER = new User("reader", "reader-secret", "reader");
    private static final String READER_ROLE = """
            reader:
              indices:
                - names: [ "shipments", "shipments-*", "shipment_events", "shipment_events-*" ]
                  privileges: [ "read", "view_index_metadata" ]
            """;

    @TempDir
    private static Path folder;

    /** Wants no certificate of its clients. */
    @SuppressWarnings("NullAway.Init")
    private static ElasticsearchServer elasticsearch;

    @SuppressWarnings("NullAway.Init")
    private static ElasticsearchServer mutualElasticsearch;

    @SuppressWarnings("NullAway.Init")
    private static SSLContext client;

    /** JUnit wants the parameter here; the servers of the release are started before. */
    SecurityIT(ElasticsearchRelease release) {}

    @BeforeParameterizedClassInvocation
    static void startElasticsearch(ElasticsearchRelease release) {
        assumeTrue(release.javaHome().isPresent(), release::missingJava);
        client = AUTHORITY.context(AUTHORITY.client());
        Certificates.Identity server = AUTHORITY.server();
        Path certificates = server.certificatesIn(folder);
        Path key = server.keyIn(folder);
        String roles = documentedRole() + READER_ROLE;
        List<User> users = List.of(ADMINISTRATOR, PROJECTOR, READER);
        var security = new ElasticsearchSecurity(certificates, key, Optional.empty(), roles, users, client);
        var mutualSecurity = new ElasticsearchSecurity(
                certificates, key, Optional.of(AUTHORITY.authorityIn(folder)), roles, users, client);
        CompletableFuture<ElasticsearchServer> mutual =
                CompletableFuture.supplyAsync(() -> start(release, "mutual", mutualSecurity));
        elasticsearch = start(release, "secured", security);
        mutualElasticsearch = mutual.join();
    }

    private static ElasticsearchServer start(
            ElasticsearchRelease release, String name, ElasticsearchSecurity security) {
        return ElasticsearchServer.in(folder)
                .name("elasticsearch-" + name + "-" + release.version())
                .release(release)
                .heapMegabytes(512)
                .secured(security)
                .start();
    }

    @AfterParameterizedClassInvocation
    static void stopElasticsearch() {
        elasticsearch.close();
        mutualElasticsearch.close();
    }

    /** The role as users copy it from the documentation. */
    private static String documentedRole() {
        try {
            String page = Files.readString(Path.of("../docs/operations.md"));
            Matcher role = Pattern.compile("```yaml\n(fulfillment_projection:\n.*?)```", Pattern.DOTALL)
                    .matcher(page);
            assertThat(role.find()).as("the role in operations.md").isTrue();
            return role.group(1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String> properties(ElasticsearchServer server, User user, String... more) {
        Map<String, String> properties = new HashMap<>();
        properties.put("name", "projection");
        properties.put("connection.url", server.url());
        properties.put("connection.username", user.name());
        properties.put("connection.password", user.password());
        properties.put("index.replicas", "0");
        properties.put("linger.ms", "50");
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private static String[] trustStore() {
        return new String[] {
            "connection.ssl.truststore.location",
            AUTHORITY.authorityIn(folder).toString(),
            "connection.ssl.truststore.type",
            "PEM"
        };
    }

    private static String[] fingerprint(Certificates authority) {
        return new String[] {"connection.ssl.ca.fingerprint", authority.fingerprint()};
    }

    private static String[] keyStore(Certificates authority) {
        Path keys = Certificates.save(authority.client().keyStore("PKCS12"), folder, "keys.p12");
        return new String[] {
            "connection.ssl.ca.fingerprint",
            AUTHORITY.fingerprint(),
            "connection.ssl.keystore.location",
            keys.toString(),
            "connection.ssl.keystore.password",
            Certificates.PASSWORD,
            "connection.ssl.keystore.type",
            "PKCS12"
        };
    }

    /** The messages by setting. */
    private static Map<String, List<String>> errors(Map<String, String> properties) {
        Map<String, List<String>> errors = new HashMap<>();
        Validation.of(new HashMap<>(properties)).stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .forEach(value -> errors.put(value.name(), value.errorMessages()));
        return errors;
    }

    private static void assertProjects(ElasticsearchServer server, Map<String, String> properties) {
        assertThat(errors(properties)).isEmpty();
        Store store = new Store(server.url(), client, ADMINISTRATOR.authorization());
        store.call(
                "DELETE",
                "/shipments-000001,shipment_events-000001,shipments-positions-000001?ignore_unavailable=true",
                "");
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(ORDERS);
        try (TaskRun run = new TaskRun(properties, new Reports(), 500)) {
            run.deliver(Orders.records(events));
            run.awaitStored();
        }
        assertThat(store.sources("shipments", "orderId")).hasSize(ORDERS);
        assertThat(store.sources("shipment_events", "eventId")).hasSize(events.size());
    }

    private static void assertTaskFails(Map<String, String> properties, String message) {
        try (TaskRun run = new TaskRun(properties, new Reports(), 500)) {
            assertThatThrownBy(() -> Awaitility.await()
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> {
                                run.task().put(List.of());
                                return false;
                            }))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith(message);
        }
    }

    @Test
    void projectsWithATrustStoreAndTheDocumentedPrivileges() {
        assertProjects(elasticsearch, properties(elasticsearch, PROJECTOR, trustStore()));
    }

    @Test
    void projectsWithTheFingerprintOfTheAuthority() {
        assertProjects(elasticsearch, properties(elasticsearch, PROJECTOR, fingerprint(AUTHORITY)));
    }

    @Test
    void projectsWithAClientCertificateWhereOneIsRequired() {
        assertProjects(mutualElasticsearch, properties(mutualElasticsearch, PROJECTOR, keyStore(AUTHORITY)));
    }

    @Test
    void saysThatAClientCertificateIsRequired() {
        Map<String, List<String>> errors = errors(properties(mutualElasticsearch, PROJECTOR, fingerprint(AUTHORITY)));

        assertThat(errors).containsOnlyKeys("connection.ssl.keystore.location");
        assertThat(errors.get("connection.ssl.keystore.location"))
                .singleElement()
                .asString()
                .startsWith("required: the server asks for a client certificate (");
    }

    @Test
    void saysThatTheClientCertificateIsNotTaken() {
        assertThat(errors(properties(mutualElasticsearch, PROJECTOR, keyStore(STRANGER))))
                .containsOnlyKeys("connection.ssl.keystore.location");
    }

    @Test
    void refusesAnotherFingerprint() {
        assertThat(errors(properties(elasticsearch, PROJECTOR, fingerprint(STRANGER))))
                .containsOnlyKeys("connection.ssl.ca.fingerprint");
    }

    @Test
    void refusesAnUnknownAuthority() {
        assertThat(errors(properties(elasticsearch, PROJECTOR))).containsOnlyKeys("connection.ssl.truststore.location");
    }

    @Test
    void refusesACertificateForAnotherHost() {
        Map<String, String> properties = properties(elasticsearch, PROJECTOR, trustStore());
        properties.put("connection.url", elasticsearch.url().replace("127.0.0.1", "localhost"));

        assertThat(errors(properties)).containsOnlyKeys("connection.url");
        properties.put("connection.ssl.endpoint.identification.algorithm", "");
        assertThat(errors(properties)).isEmpty();
    }

    @Test
    void saysThatTheServerIsSpokenToWithoutTls() {
        Map<String, String> properties = properties(elasticsearch, PROJECTOR);
        properties.put("connection.url", elasticsearch.url().replace("https:", "http:"));

        assertThat(errors(properties)).containsOnlyKeys("connection.url");
        assertThat(errors(properties).get("connection.url"))
                .singleElement()
                .asString()
                .contains("(a server with TLS takes https:// alone)");
    }

    @Test
    void refusesAWrongPasswordAtOnce() {
        User wrong = new User(PROJECTOR.name(), "wrong-secret", "");
        Map<String, String> properties = properties(elasticsearch, wrong, trustStore());

        assertThat(errors(properties))
                .isEqualTo(Map.of("connection.username", List.of("Elasticsearch refuses the credentials (401)")));
        assertTaskFails(properties, "Elasticsearch refuses the credentials (401): check connection.username");
    }

    @Test
    void saysWhatAUserIsNotAllowedTo() {
        assertTaskFails(
                properties(elasticsearch, READER, trustStore()),
                "Elasticsearch does not allow this user to create the index template fulfillment-shipments (403): ");
    }
}
