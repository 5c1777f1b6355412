package org.fulfillmentconnect.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Kibana's import of saved objects. A Kibana that is not there yet is waited for. */
final class Kibana {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final int UNAVAILABLE = 503;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI address;
    private final String authorization;
    private final Duration lookAgain;

    Kibana(URI address, String user, String password) {
        this(address, user, password, Duration.ofSeconds(2));
    }

    Kibana(URI address, String user, String password, Duration lookAgain) {
        this.address = address;
        this.authorization = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        this.lookAgain = lookAgain;
    }

    /**
     * Imports a file of saved objects over those that are there.
     *
     * @return how many objects Kibana took
     * @throws IllegalStateException if it refuses the file or one of its objects; with what it said of each
     */
    int importObjects(Path file) throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        String body = "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%2$s\"\r\n"
                        .formatted(boundary, file.getFileName())
                + "Content-Type: application/x-ndjson\r\n\r\n"
                + Files.readString(file)
                + "\r\n--" + boundary + "--\r\n";
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/saved_objects/_import?overwrite=true"))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", authorization)
                // Kibana takes no change without it: a page of another site cannot set it.
                .header("kbn-xsrf", "true")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = sendWhenThere(request);
        if (response.statusCode() != 200) {
            throw new IllegalStateException("Kibana answered the import of %s with %d: %s"
                    .formatted(file.getFileName(), response.statusCode(), response.body()));
        }
        JsonNode answer = JSON.readTree(response.body());
        if (!answer.path("success").asBoolean()) {
            throw new IllegalStateException(
                    "Kibana refuses %s: %s".formatted(file.getFileName(), String.join("; ", errors(answer))));
        }
        return answer.path("successCount").asInt();
    }

    private HttpResponse<String> sendWhenThere(HttpRequest request) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            boolean last = System.nanoTime() > deadline;
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != UNAVAILABLE || last) {
                    return response;
                }
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            Thread.sleep(lookAgain.toMillis());
        }
    }

    private static List<String> errors(JsonNode answer) {
        List<String> errors = new ArrayList<>();
        for (JsonNode error : answer.path("errors")) {
            errors.add(error.path("type").asText() + " " + error.path("id").asText() + ": "
                    + error.path("error").path("type").asText());
        }
        return errors;
    }
}
