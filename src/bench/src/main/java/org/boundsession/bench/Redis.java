package org.boundsession.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.boundsession.servers.TomcatProcess;
import redis.embedded.RedisServer;

/** A Redis from the registry's binaries, with its own settings. */
final class Redis implements AutoCloseable {

    private final RedisServer server;
    private final int port;

    private Redis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    static Redis start() throws IOException {
        int port = TomcatProcess.freePort();
        RedisServer server =
                RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
        server.start();
        return new Redis(server, port);
    }

    int port() {
        return port;
    }

    /** Commands since it started, this question included. */
    long commands() throws IOException {
        return Long.parseLong(info("total_commands_processed"));
    }

    String version() throws IOException {
        return info("redis_version");
    }

    private String info(String name) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write("INFO\r\n".getBytes(StandardCharsets.US_ASCII));
            String line = lines.readLine();
            while (line != null && !line.startsWith(name + ":")) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("Redis does not tell its " + name);
            }
            return line.substring(name.length() + 1).strip();
        }
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
