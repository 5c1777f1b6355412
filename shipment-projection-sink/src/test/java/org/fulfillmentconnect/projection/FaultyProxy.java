package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server, and lets things go wrong. */
final class FaultyProxy implements AutoCloseable {
    private static final int LONGEST_DELAY_MILLIS = 100;

    private final URI server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Random random;
    private final Duration tooLate;
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private List<Fault> faults = List.of();
    private double share;
    private boolean bulksAlone;

    /**
     * A proxy that lets everything pass.
     *
     * @param seed of which request meets which fault; requests that come at the same time come in any order
     * @param tooLate longer than the client waits for an answer
     */
    FaultyProxy(String server, long seed, Duration tooLate) {
        this.server = URI.create(server);
        this.random = new Random(seed);
        this.tooLate = tooLate;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on, this share of the requests meets one of these faults. */
    synchronized void inject(double newShare, Fault... newFaults) {
        share = newShare;
        faults = List.of(newFaults);
        bulksAlone = false;
    }

    /** From now on, every bulk meets this fault, and no other request meets any. */
    synchronized void injectIntoEveryBulk(Fault fault) {
        share = 1;
        faults = List.of(fault);
        bulksAlone = true;
    }

    synchronized void letPass() {
        faults = List.of();
    }

    /** How many requests have met this fault. */
    synchronized int done(Fault fault) {
        return done.getOrDefault(fault, 0);
    }

    /** How many kinds of faults requests have met. */
    synchronized int kindsDone() {
        return done.size();
    }

    private synchronized @Nullable Fault next(HttpMessage request) {
        if (faults.isEmpty() || (bulksAlone && !request.isBulk()) || random.nextDouble() >= share) {
            return null;
        }
        Fault fault = faults.get(random.nextInt(faults.size()));
        boolean ofItems = fault == Fault.ITEM_429 || fault == Fault.ITEM_503;
        return ofItems && !request.isBulk() ? null : fault;
    }

    private synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    private synchronized void count(Fault fault) {
        done.merge(fault, 1, Integer::sum);
    }

    private void accept() {
        while (true) {
            try {
                Socket client = opened(listener.accept());
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private Socket opened(Socket socket) throws IOException {
        open.add(socket);
        if (listener.isClosed()) {
            socket.close();
        }
        return socket;
    }

    /** One connection of the client, until one of the three ends it. */
    private void serve(Socket client) {
        try (client;
                Socket upstream = opened(new Socket(server.getHost(), server.getPort()))) {
            Connection connection = new Connection(client, upstream);
            while (connection.serveNext()) {
                // As long as there are requests.
            }
        } catch (IOException e) {
            // The client has gone, or the server: the client learns of it as its connection ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.removeIf(Socket::isClosed);
    }

    private final class Connection {
        private final Socket client;
        private final Socket upstream;
        private final InputStream requests;
        private final InputStream answers;

        Connection(Socket client, Socket upstream) throws IOException {
            this.client = client;
            this.upstream = upstream;
            this.requests = new BufferedInputStream(client.getInputStream());
            this.answers = new BufferedInputStream(upstream.getInputStream());
        }

        /** Whether the connection goes on. */
        boolean serveNext() throws IOException, InterruptedException {
            Optional<HttpMessage> request = HttpMessage.request(requests);
            return request.isPresent() && serve(request.get());
        }

        private boolean serve(HttpMessage request) throws IOException, InterruptedException {
            Fault fault = next(request);
            if (fault == null) {
                answer(forwarded(request));
                return true;
            }
            count(fault);
            return switch (fault) {
                case RESET -> reset();
                case STATUS_429 -> answer(madeUp(429, "es_rejected_execution_exception", request));
                case STATUS_500 -> answer(madeUp(500, "exception", request));
                case STATUS_503 -> answer(madeUp(503, "unavailable_shards_exception", request));
                case LOST_ANSWER -> {
                    forwarded(request);
                    yield false;
                }
                case CUT_ANSWER -> {
                    byte[] whole = forwarded(request).bytes();
                    client.getOutputStream().write(whole, 0, whole.length / 2);
                    client.getOutputStream().flush();
                    yield reset();
                }
                case LATE_ANSWER -> {
                    HttpMessage answer = forwarded(request);
                    TimeUnit.MILLISECONDS.sleep(tooLate.toMillis());
                    yield answer(answer);
                }
                case LATE_REQUEST -> {
                    TimeUnit.MILLISECONDS.sleep(tooLate.toMillis());
                    yield answer(forwarded(request));
                }
                case ITEM_429 -> answer(withFailedItem(forwarded(request), 429, "es_rejected_execution_exception"));
                case ITEM_503 -> answer(withFailedItem(forwarded(request), 503, "unavailable_shards_exception"));
                case DELAY -> {
                    TimeUnit.MILLISECONDS.sleep(below(LONGEST_DELAY_MILLIS));
                    yield answer(forwarded(request));
                }
            };
        }

        private HttpMessage forwarded(HttpMessage request) throws IOException {
            upstream.getOutputStream().write(request.bytes());
            upstream.getOutputStream().flush();
            return HttpMessage.answer(answers, request.isHead());
        }

        private boolean answer(HttpMessage answer) throws IOException {
            client.getOutputStream().write(answer.bytes());
            client.getOutputStream().flush();
            return true;
        }

        private boolean reset() throws IOException {
            client.setSoLinger(true, 0);
            client.close();
            return false;
        }
    }

    private static String error(int status, String type) {
        return "{\"error\":{\"type\":\"" + type + "\",\"reason\":\"made up\"},\"status\":" + status + "}";
    }

    private static HttpMessage madeUp(int status, String type, HttpMessage request) {
        return HttpMessage.answer(status, error(status, type), request.isHead());
    }

    private HttpMessage withFailedItem(HttpMessage answer, int status, String type) throws IOException {
        ObjectNode root = (ObjectNode) JsonDocument.MAPPER.readTree(answer.body());
        JsonNode items = root.path("items");
        if (items.isEmpty()) {
            return answer;
        }
        ObjectNode item = (ObjectNode) items.path(below(items.size()));
        String action = item.fieldNames().next();
        item.set(action, JsonDocument.MAPPER.readTree(error(status, type)));
        return answer.withBody(JsonDocument.bytes(root));
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
