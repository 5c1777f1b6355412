package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** What a reader sees of the server, by another client than the connector's. */
final class Store {
    private static final int PAGE = 5_000;

    private final HttpClient http;
    private final String url;
    private final Map<String, String> headers;

    Store(String url) {
        this(url, HttpClient.newHttpClient(), Map.of());
    }

    /** A server with security on. */
    Store(String url, SSLContext tls, String authorization) {
        this(url, HttpClient.newBuilder().sslContext(tls).build(), Map.of("Authorization", authorization));
    }

    private Store(String url, HttpClient http, Map<String, String> headers) {
        this.url = url;
        this.http = http;
        this.headers = headers;
    }

    /** Documents by id, with their versions. */
    record Document(String source, long seqNo) {}

    /** All documents of an index in the order of their ids. */
    Map<String, Document> documents(String index, String keyField) {
        call("POST", "/" + index + "/_refresh", "");
        Map<String, Document> documents = new TreeMap<>();
        String after = "";
        while (true) {
            JsonNode hits = call(
                            "POST",
                            "/" + index + "/_search?seq_no_primary_term=true",
                            "{\"size\":" + PAGE + ",\"sort\":[\"" + keyField + "\"]"
                                    + (after.isEmpty() ? "" : ",\"search_after\":[\"" + after + "\"]") + "}")
                    .path("hits")
                    .path("hits");
            if (hits.isEmpty()) {
                return documents;
            }
            for (JsonNode hit : hits) {
                after = hit.path("_id").asText();
                documents.put(
                        after,
                        new Document(
                                hit.path("_source").toString(),
                                hit.path("_seq_no").asLong()));
            }
        }
    }

    /** The content alone, for comparisons. */
    Map<String, String> sources(String index, String keyField) {
        Map<String, String> sources = new LinkedHashMap<>();
        documents(index, keyField).forEach((id, document) -> sources.put(id, document.source()));
        return sources;
    }

    JsonNode call(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return JsonDocument.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
