package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A loop that does nothing but send bodies to {@code _bulk}: what a node can take at most. */
final class BareBulk {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI bulk;

    /**
     * How to send.
     *
     * @param inFlight requests at a time
     * @param mebibytes of each request's body
     */
    record Way(int inFlight, int mebibytes) {
        int bytes() {
            return mebibytes << 20;
        }

        @Override
        public String toString() {
            return inFlight + " in flight of " + mebibytes + " MiB";
        }
    }

    /** @param url of the node */
    BareBulk(String url) {
        this.bulk = URI.create(url + "/_bulk?filter_path=errors");
    }

    /**
     * Sends all of it.
     *
     * @return seconds until everything is acknowledged
     * @throws IllegalStateException if a document is refused
     */
    double send(List<byte[]> bodies, int inFlight) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(inFlight);
        try {
            long started = System.nanoTime();
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                ends.add(senders.submit(() -> {
                    for (int body = next.getAndIncrement(); body < bodies.size(); body = next.getAndIncrement()) {
                        send(bodies.get(body));
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            return (System.nanoTime() - started) / 1e9;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the bare load failed: " + e.getMessage(), e);
        } finally {
            senders.shutdownNow();
        }
    }

    private void send(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(bulk)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || !response.body().contains("\"errors\":false")) {
            throw new IllegalStateException("expected the node to take a bulk whole, but it answered with "
                    + response.statusCode() + " or refused a part");
        }
    }
}
