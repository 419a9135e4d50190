package org.boundsession.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.boundsession.http.Client;

/**
 * Connections that each send the header section of a request and then one byte of its body every second. Those that the
 * server closes are opened again. One thread, started by the constructor, serves all of them.
 */
final class SlowClients implements AutoCloseable {

    private static final long PAUSE_SECONDS = 1;

    private final Client server;
    private final List<Slow> connections = new ArrayList<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "slow clients");

    /** @param heads of requests, without the empty line; each connection sends one of them */
    SlowClients(Client server, int count, List<String> heads) {
        this.server = server;
        for (int i = 0; i < count; i++) {
            connections.add(new Slow(heads.get(i % heads.size())));
        }
        thread.start();
    }

    /** Returns when all have sent their heads. */
    void awaitOpen() throws InterruptedException {
        if (!opened.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the slow clients did not get their connections");
        }
    }

    private void run() {
        try {
            do {
                for (Slow connection : connections) {
                    connection.step();
                }
                opened.countDown();
            } while (!end.await(PAUSE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.forEach(Slow::close);
        }
    }

    @Override
    public void close() throws InterruptedException {
        end.countDown();
        thread.join();
    }

    private final class Slow {

        private final byte[] head;
        private final byte[] part;
        private SocketChannel channel;

        Slow(String head) {
            this.head = (head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
            this.part = (head.contains("chunked") ? "1\r\nx\r\n" : "x").getBytes(StandardCharsets.ISO_8859_1);
        }

        void step() {
            try {
                if (channel == null) {
                    channel = SocketChannel.open(new InetSocketAddress(server.host(), server.port()));
                    channel.write(ByteBuffer.wrap(head));
                    channel.configureBlocking(false);
                    return;
                }
                if (channel.read(ByteBuffer.allocate(4096)) < 0) {
                    close();
                    return;
                }
                channel.write(ByteBuffer.wrap(part));
            } catch (IOException closedByServer) {
                close();
            }
        }

        void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                channel = null;
            }
        }
    }
}
