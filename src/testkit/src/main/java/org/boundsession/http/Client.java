package org.boundsession.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * Sends requests to one server, each over a new connection, or several over one {@link Connection}. Thread-safe except
 * for its connections.
 *
 * @param context the context path, empty for the root; prepended to each target that starts with a slash
 * @param sockets creates plain or TLS sockets
 * @param source the local address of connections; empty for the system's choice
 */
public record Client(String host, int port, String context, SocketFactory sockets, Optional<InetAddress> source) {

    private static final int TIMEOUT_MILLIS = 30_000;

    /** Creates a client without TLS. */
    public Client(String host, int port, String context) {
        this(host, port, context, SocketFactory.getDefault(), Optional.empty());
    }

    /** Returns a client of the same server over TLS; the context trusts the server's certificate. */
    public Client over(SSLContext tls) {
        return new Client(host, port, context, tls.getSocketFactory(), source);
    }

    /** Returns a client of the same server that connects from another local address, such as 127.0.0.2. */
    public Client from(String address) {
        try {
            return new Client(host, port, context, sockets, Optional.of(InetAddress.getByName(address)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    public Response send(Request request) {
        try (Connection connection = connect()) {
            return connection.exchange(request, false);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.target(), e);
        }
    }

    /** Sends the bytes as they are; they need not be valid HTTP. */
    public Response sendRaw(String text) {
        try (Connection connection = connect()) {
            connection.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return connection.read("GET");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Response login(String user, String password, String secret) {
        return send(Request.get("/login").basic(user, password).secret(secret));
    }

    public Connection connect() throws IOException {
        return connect(TIMEOUT_MILLIS);
    }

    /** @param patienceMillis the read timeout */
    public Connection connect(int patienceMillis) throws IOException {
        Socket socket = sockets.createSocket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(patienceMillis);
        if (source.isPresent()) {
            socket.bind(new InetSocketAddress(source.get(), 0));
        }
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        return new Connection(socket);
    }

    /** A keep-alive connection. Not thread-safe. */
    public final class Connection implements Closeable {

        private final Socket socket;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        public Response send(Request request) throws IOException {
            return exchange(request, true);
        }

        /** Sends a request whose header section announces the body, and reads the response. */
        public Response send(Request request, byte[] body) throws IOException {
            begin(request);
            write(body);
            return ExchangeListeners.told(Client.this, request, read(request.method()));
        }

        private Response exchange(Request request, boolean keepAlive) throws IOException {
            begin(request, keepAlive);
            return ExchangeListeners.told(Client.this, request, read(request.method()));
        }

        /** Sends the header section only. */
        public void begin(Request request) throws IOException {
            begin(request, true);
        }

        /**
         * Sends the header section and what follows in one write, because a server may close the connection after the
         * header section.
         */
        public void begin(Request request, byte[] following) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(header(request, true));
            bytes.write(following);
            write(bytes.toByteArray());
        }

        private void begin(Request request, boolean keepAlive) throws IOException {
            write(header(request, keepAlive));
        }

        private byte[] header(Request request, boolean keepAlive) {
            String target = request.target().startsWith("/") ? context + request.target() : request.target();
            Request placed = new Request(request.method(), target, request.headerLines());
            return placed.bytes(host + ":" + port, keepAlive);
        }

        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Reads the next response. */
        public Response read(String method) throws IOException {
            InputStream in = socket.getInputStream();
            String statusLine = line(in);
            int status = Integer.parseInt(statusLine.split(" ")[1]);
            List<String> headers = new ArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                headers.add(line);
            }
            Response head = new Response(status, List.copyOf(headers), "");
            boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
            byte[] body = bodiless ? new byte[0] : body(in, head);
            return new Response(status, head.headerLines(), new String(body, StandardCharsets.UTF_8));
        }

        private static byte[] body(InputStream in, Response head) throws IOException {
            if (head.header("Transfer-Encoding")
                    .orElse("")
                    .toLowerCase(Locale.ROOT)
                    .equals("chunked")) {
                return chunks(in);
            }
            if (head.header("Content-Length").isPresent()) {
                return exactly(in, Integer.parseInt(head.required("Content-Length")));
            }
            return in.readAllBytes();
        }

        private static byte[] chunks(InputStream in) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                body.write(exactly(in, size));
                line(in);
            }
            line(in);
            return body.toByteArray();
        }

        private static byte[] exactly(InputStream in, int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the connection ended within the body");
            }
            return bytes;
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the connection ended after '" + line + "'");
                }
                line.append((char) c);
            }
            return line.toString().stripTrailing();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
