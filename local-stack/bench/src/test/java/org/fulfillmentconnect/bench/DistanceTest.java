package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DistanceTest {
    private static final Duration ONE_WAY = Duration.ofMillis(100);

    @Test
    void carriesQuestionAndAnswerAndTheirEndsAndTakesItsTimeForEach() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Distance distance = new Distance(server.getLocalPort(), ONE_WAY);
                Socket client = connect(distance)) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answer(server));
            long began = System.nanoTime();

            client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).isEqualTo("answer to question");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(ONE_WAY.multipliedBy(2));
            answering.join();
        }
    }

    @Test
    void closesAConnectionToAServerThatIsNotThere() throws IOException {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        try (Distance distance = new Distance(nobody, ONE_WAY);
                Socket client = connect(distance)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static Socket connect(Distance distance) throws IOException {
        String[] address = distance.address().split(":", 2);
        return new Socket(address[0], Integer.parseInt(address[1]));
    }

    private static void answer(ServerSocket server) {
        try (Socket connection = server.accept()) {
            byte[] question = connection.getInputStream().readAllBytes();
            connection.getOutputStream().write("answer to ".getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().write(question);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
