package org.boundsession.servers;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can lose what goes over its connections, as a firewall does that forgot them. */
public final class TcpProxy implements Closeable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Way> ways = ConcurrentHashMap.newKeySet();

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

    /** From now on nothing passes over the connections that are open; others can be made. */
    public void swallowWhatIsOpen() {
        ways.forEach(way -> way.swallows = true);
    }

    private void accept() throws IOException {
        while (!entrance.isClosed()) {
            Socket client = entrance.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            Way way = new Way(client, server);
            ways.add(way);
            daemon(() -> way.pump(client, server));
            daemon(() -> way.pump(server, client));
        }
    }

    private static final class Way {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallows;

        Way(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(Socket from, Socket to) throws IOException {
            byte[] bytes = new byte[8192];
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                if (!swallows) {
                    to.getOutputStream().write(bytes, 0, read);
                }
            }
        }

        void close() throws IOException {
            client.close();
            server.close();
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
                        // One end is gone, and so is the way.
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
        for (Way way : ways) {
            way.close();
        }
    }
}
