package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void givesEachPortOnce() {
        assertThat(Stream.generate(FreePort::find).limit(100)).doesNotHaveDuplicates();
    }

    @Test
    void knowsWhetherAServerListens() throws IOException {
        int port = FreePort.find();
        assertThat(FreePort.isListening("127.0.0.1:" + port)).isFalse();

        try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePort.isListening("127.0.0.1:" + server.getLocalPort()))
                    .isTrue();
        }
    }
}
