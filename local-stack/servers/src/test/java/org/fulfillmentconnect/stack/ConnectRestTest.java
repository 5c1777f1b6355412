package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectRestTest {
    /** Of the next answers; the last one stays. */
    private final Deque<Answer> answers = new ArrayDeque<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer worker;

    private record Answer(int status, String body) {}

    @BeforeEach
    void startWorker() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", this::answer);
        worker.start();
    }

    @AfterEach
    void stopWorker() {
        worker.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private List<String> connectors() {
        return new ConnectRest(
                        URI.create("http://127.0.0.1:" + worker.getAddress().getPort()))
                .connectors();
    }

    @Test
    void sendsAgainWhatAWorkerPutsOff() {
        answers.add(
                new Answer(409, "{\"message\":\"Cannot complete request momentarily due to stale configuration\"}"));
        answers.add(new Answer(
                500,
                "{\"message\":\"Failed to write to config topic; this may be due to a transient error and the request"
                        + " can be safely retried\"}"));
        answers.add(new Answer(200, "[\"replay\"]"));

        assertThat(connectors()).containsExactly("replay");
    }

    @Test
    void tellsWhyAWorkerRefuses() {
        answers.add(new Answer(500, "{\"message\":\"it is broken\"}"));

        assertThatThrownBy(this::connectors)
                .isInstanceOf(ConnectRestException.class)
                .hasMessage("GET /connectors was answered with 500: it is broken");
    }
}
