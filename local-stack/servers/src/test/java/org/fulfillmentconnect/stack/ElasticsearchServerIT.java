package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticsearchServerIT {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path stack;

    @Test
    void keepsItsDataThroughAKill() throws IOException, InterruptedException {
        try (ElasticsearchServer elasticsearch =
                ElasticsearchServer.in(stack).heapMegabytes(512).start()) {
            assertThat(send(elasticsearch, "PUT", "/things/_doc/1", "{\"colour\": \"red\"}"))
                    .contains("\"created\"");
            Remains running = Remains.of(elasticsearch);
            elasticsearch.kill();
            running.assertNone();
            elasticsearch.start();

            assertThat(send(elasticsearch, "GET", "/things/_doc/1", "")).contains("{\"colour\": \"red\"}");

            Remains last = Remains.of(elasticsearch);
            elasticsearch.stop();
            last.assertNone();
        }
    }

    private String send(ElasticsearchServer elasticsearch, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(elasticsearch.url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
