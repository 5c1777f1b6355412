package org.fulfillmentconnect.compose;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.Topics;

/**
 * Creates the topics, puts the connectors and imports Kibana's objects, then ends. What is there already stays or is brought
 * to what the files say, so it may run any number of times. Addresses come from the environment, {@code SETUP_...}.
 */
public final class SetUp {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Shipped shipped;
    private final Map<String, String> environment;

    private SetUp(Shipped shipped, Map<String, String> environment) {
        this.shipped = shipped;
        this.environment = environment;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: set-up FOLDER, which has connector-configs, overrides and kibana");
            System.exit(2);
        }
        try {
            new SetUp(new Shipped(Path.of(arguments[0])), System.getenv()).run();
        } catch (RuntimeException e) {
            System.err.println("Failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", setting("SETUP_BOOTSTRAP_SERVERS")))) {
            for (JsonNode topic : shipped.topics()) {
                Topics.create(admin, topic, topic.path("name").asText());
                System.out.println("topic " + topic.path("name").asText());
            }
        }
        ConnectRest connect = new ConnectRest(URI.create(setting("SETUP_CONNECT_URL")));
        List<JsonNode> connectors = shipped.connectors();
        connectors.forEach(connector -> connect.putConfig(connector.path("name").asText(), connector));
        for (JsonNode connector : connectors) {
            String name = connector.path("name").asText();
            connect.awaitRunning(name, START_TIMEOUT);
            System.out.println("connector " + name + " is running");
        }
        Kibana kibana = new Kibana(
                URI.create(setting("SETUP_KIBANA_URL")),
                setting("SETUP_KIBANA_USER"),
                setting("SETUP_KIBANA_PASSWORD"));
        for (Path objects : shipped.kibanaObjects()) {
            System.out.println("Kibana took " + kibana.importObjects(objects) + " objects of " + objects.getFileName());
        }
    }

    private String setting(String variable) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("the environment variable " + variable + " is not set");
        }
        return value;
    }
}
