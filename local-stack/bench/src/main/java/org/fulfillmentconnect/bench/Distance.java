package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A way to a server of this machine on which every byte takes as long as over a network: latency, but no lack of width. */
final class Distance implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 16;

    /** What is on its way at a time, at most: 64 MiB each way of a connection. */
    private static final int PIECES = 1 << 10;

    private final ServerSocket listener;
    private final int port;
    private final long nanos;
    private final Collection<Socket> open = new ConcurrentLinkedQueue<>();

    /**
     * Opens the way.
     *
     * @param port of the server, which need not listen yet
     * @param oneWay how long a byte takes
     */
    Distance(int port, Duration oneWay) throws IOException {
        this.port = port;
        this.nanos = oneWay.toNanos();
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("distance", this::accept);
    }

    /** Where the way begins: host and port. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket();
            open.add(client);
            open.add(server);
            Work connecting = () -> {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                join(client, server);
                join(server, client);
            };
            start("distance-connect", connecting, client, server);
        }
    }

    private void join(Socket from, Socket to) {
        BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES);
        Work taking = () -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[PIECE_BYTES];
            int read;
            do {
                read = in.read(buffer);
                underWay.put(new Piece(System.nanoTime() + nanos, Arrays.copyOf(buffer, Math.max(0, read))));
            } while (read >= 0);
        };
        Work handingOver = () -> {
            OutputStream out = to.getOutputStream();
            Piece piece;
            do {
                piece = underWay.take();
                TimeUnit.NANOSECONDS.sleep(piece.arrivesAt() - System.nanoTime());
                out.write(piece.bytes());
            } while (piece.bytes().length > 0);
            to.shutdownOutput();
        };
        start("distance-in", taking, from, to);
        start("distance-out", handingOver, from, to);
    }

    /** @param bytes none where the connection ends */
    // Never compared or printed.
    @SuppressWarnings("ArrayRecordComponent")
    private record Piece(long arrivesAt, byte[] bytes) {}

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Does the work on a thread of its own; where it fails the connection is closed, which both ends see. */
    private static void start(String name, Work work, Socket... connection) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        closeAll(List.of(connection));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeAll(Collection<Socket> sockets) {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeAll(open);
    }
}
