package org.fulfillmentconnect.quickstart;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fulfillmentconnect.stack.FreePort;

/** A real Prometheus with the shipped configuration and alerts, which reads one worker every two seconds. */
final class Prometheus implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final String url;

    private Prometheus(Process process, String url) {
        this.process = process;
        this.url = url;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    static Prometheus start(Path folder, int workerPort) throws IOException {
        Files.createDirectories(folder);
        Files.copy(MonitoringFiles.FOLDER.resolve("alerts.yml"), folder.resolve("alerts.yml"));
        Path configuration = folder.resolve("prometheus.yml");
        Files.writeString(
                configuration,
                Files.readString(MonitoringFiles.FOLDER.resolve("prometheus.yml"))
                        .replace("localhost:9404", "127.0.0.1:" + workerPort)
                        .replace("15s", "2s"));
        int port = FreePort.find();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, "http://127.0.0.1:" + port);
        await().atMost(PipelineFixture.TIMEOUT)
                .ignoreExceptions()
                .until(() -> get(prometheus.url + "/-/ready").statusCode() == 200);
        return prometheus;
    }

    /** The series that an expression gives now. */
    JsonNode query(String expression) {
        return data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result");
    }

    /** Its groups of rules, with what became of them. */
    JsonNode ruleGroups() {
        return data("/api/v1/rules").path("groups");
    }

    private JsonNode data(String path) {
        HttpResponse<String> response = get(url + path);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + response.body());
        }
        try {
            return new ObjectMapper().readTree(response.body()).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpResponse<String> get(String url) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
