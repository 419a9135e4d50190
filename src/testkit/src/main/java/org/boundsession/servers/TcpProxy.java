package org.boundsession.servers;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy in front of a server that can drop or delay data, as a firewall or a broken cable does. Thread-safe. */
public final class TcpProxy implements Closeable {

    private static final long SLOW_NANOS = 150_000_000;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Way> ways = ConcurrentHashMap.newKeySet();
    private final Object changes = new Object();
    private volatile Passage passage = Passage.FREE;
    private volatile String unanswered = "";

    /** What happens to data. */
    public enum Passage {
        FREE,
        /** Each read is forwarded with a delay. */
        SLOW,
        /** All data waits until the passage is changed, and is forwarded then. */
        STALLED,
        /** Requests reach the server, but its responses are dropped. */
        ANSWERS_LOST,
        /** Connections are closed, and no new one is accepted. */
        CUT
    }

    private TcpProxy(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    public static TcpProxy to(int port) throws IOException {
        TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        daemon(proxy::accept);
        return proxy;
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Drops all further data of the connections that are open now; new connections work. */
    public void swallowWhatIsOpen() {
        ways.forEach(way -> way.swallows = true);
    }

    /**
     * Drops all responses on the connection of the next request that contains this text; the request reaches the
     * server.
     */
    public void loseAnswerTo(String text) {
        unanswered = text;
    }

    /** Changes the passage for all connections. A connection that has lost data is closed. */
    public void set(Passage next) throws IOException {
        synchronized (changes) {
            passage = next;
            changes.notifyAll();
        }
        for (Way way : ways) {
            if (next == Passage.CUT || next == Passage.FREE && way.swallows) {
                way.close();
            }
        }
    }

    private void accept() throws IOException {
        while (!entrance.isClosed()) {
            Socket client = entrance.accept();
            daemon(() -> open(client));
        }
    }

    private void open(Socket client) throws IOException {
        try (client) {
            if (passage == Passage.CUT) {
                return;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            Way way = new Way(client, server);
            ways.add(way);
            daemon(() -> way.pump(server, client, true));
            way.pump(client, server, false);
        }
    }

    private final class Way {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallows;
        private volatile boolean mute;

        Way(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** Forwards one direction; when it ends, the other one ends as well. */
        void pump(Socket from, Socket to, boolean answers) throws IOException {
            try {
                byte[] bytes = new byte[8192];
                for (int read = from.getInputStream().read(bytes);
                        read >= 0;
                        read = from.getInputStream().read(bytes)) {
                    if (!answers && isUnanswered(bytes, read)) {
                        mute = true;
                    }
                    if (passes(answers) && !(answers && mute)) {
                        to.getOutputStream().write(bytes, 0, read);
                    }
                }
            } finally {
                close();
            }
        }

        private boolean isUnanswered(byte[] bytes, int length) {
            String text = unanswered;
            if (text.isEmpty() || !new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(text)) {
                return false;
            }
            unanswered = "";
            return true;
        }

        private boolean passes(boolean answers) throws IOException {
            awaitPassage();
            if (passage == Passage.SLOW) {
                LockSupport.parkNanos(SLOW_NANOS);
            }
            if (passage == Passage.ANSWERS_LOST && answers) {
                swallows = true;
            }
            // After lost data the rest would be malformed. While responses are lost, requests are still forwarded.
            return !swallows || passage == Passage.ANSWERS_LOST && !answers;
        }

        void close() throws IOException {
            ways.remove(this);
            client.close();
            server.close();
        }
    }

    private void awaitPassage() throws IOException {
        synchronized (changes) {
            try {
                while (passage == Passage.STALLED) {
                    changes.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // One end has closed its connection, so this one ends.
                        return;
                    }
                },
                "tcp proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        set(Passage.CUT);
    }
}
