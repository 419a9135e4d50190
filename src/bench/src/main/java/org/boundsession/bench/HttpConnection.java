package org.boundsession.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A keep-alive connection that sends prepared bytes and reads no more of an answer than it has to. Not thread-safe. */
final class HttpConnection implements AutoCloseable {

    private final int port;
    private Socket socket;
    private InputStream in;

    HttpConnection(int port) throws IOException {
        this.port = port;
        open();
    }

    /** @param cookie name and value of the session cookie that it sets, or an empty text */
    record Answer(int status, String cookie) {}

    private void open() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream(), 4096);
    }

    Answer send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ")[1]);
        String cookie = "";
        int length = -1;
        boolean close = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("set-cookie:")) {
                cookie = line.substring(11).strip().split(";")[0];
            } else if (lower.startsWith("connection: close")) {
                close = true;
            }
        }
        if (length < 0) {
            throw new IOException("an answer without Content-Length, status " + status);
        }
        in.skipNBytes(length);
        if (close) {
            // Tomcat closes a connection after so many requests; another one takes its place.
            socket.close();
            open();
        }
        return new Answer(status, cookie);
    }

    private String line() throws IOException {
        byte[] line = new byte[512];
        int length = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r' && length < line.length) {
                line[length++] = (byte) c;
            }
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
