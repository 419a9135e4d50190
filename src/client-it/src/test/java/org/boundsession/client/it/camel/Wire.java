package org.boundsession.client.it.camel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** An HTTP proxy in front of the server that records the calls, and can refuse or change them. Thread-safe. */
final class Wire implements AutoCloseable {

    /** Headers of the connection, which each side sets on its own. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "host", "content-length", "transfer-encoding", "expect", "upgrade", "http2-settings");

    /** A request with its answer; the names of headers are in lower case. */
    record Call(String method, String path, Map<String, String> headers, int status, String customStatus) {

        boolean isLogin() {
            return path.endsWith("/login");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile URI target;
    private volatile Predicate<Call> refused = call -> false;
    private volatile Answer refusal = new Answer(503, "", "");
    private volatile Runnable afterLogin = () -> {};
    private volatile String dropped = "";
    private volatile String added = "";

    /** @param retryAfter empty for no header */
    private record Answer(int status, String body, String retryAfter) {}

    private Wire(HttpServer server, URI target) {
        this.server = server;
        this.target = target;
    }

    static Wire to(URI target) {
        HttpServer server = listening();
        Wire wire = new Wire(server, target);
        server.createContext("/", wire::pass);
        server.setExecutor(wire.threads);
        server.start();
        return wire;
    }

    private static HttpServer listening() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target.getPath());
    }

    /** Connects to another server from now on. */
    void connect(URI other) {
        target = other;
    }

    /** Answers 503 to these calls, instead of the server, with this Retry-After. */
    void refuse(Predicate<Call> which, String value) {
        refusal = new Answer(503, "{\"code\":\"busy\",\"message\":\"\"}", value);
        refused = which;
    }

    /** Answers these calls instead of the server. */
    void answer(Predicate<Call> which, int status, String body) {
        refusal = new Answer(status, body, "");
        refused = which;
    }

    /** Runs after each accepted login, before its answer is passed on. */
    void afterLogin(Runnable action) {
        afterLogin = action;
    }

    /** Drops this header of answers, as some load balancers do. */
    void drop(String header) {
        dropped = header;
    }

    /** Adds a cookie to each answer, as load balancers do. */
    void addCookie(String setCookie) {
        added = setCookie;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Returns the number of accepted logins with this custom_status. */
    long logins(String customStatus) {
        return calls.stream()
                .filter(call -> call.customStatus.equals(customStatus))
                .count();
    }

    void forget() {
        calls.clear();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = headers(exchange);
        String path = exchange.getRequestURI().toString();
        Answer instead = refusal;
        Call call = new Call(exchange.getRequestMethod(), path, headers, instead.status, "");
        if (!added.isEmpty()) {
            exchange.getResponseHeaders().add("Set-Cookie", added);
        }
        if (refused.test(call)) {
            calls.add(call);
            if (!instead.retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", instead.retryAfter);
            }
            send(exchange, instead.status, instead.body.getBytes(StandardCharsets.UTF_8));
            return;
        }
        HttpResponse<byte[]> response = http.send(request(call, body), HttpResponse.BodyHandlers.ofByteArray());
        String customStatus = response.headers().firstValue("custom_status").orElse("");
        calls.add(new Call(call.method, path, headers, response.statusCode(), customStatus));
        if (!customStatus.isEmpty()) {
            afterLogin.run();
        }
        response.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name) && !name.equals(dropped)) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        send(exchange, response.statusCode(), response.body());
    }

    private HttpRequest request(Call call, byte[] body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target.resolve(call.path))
                .method(call.method, HttpRequest.BodyPublishers.ofByteArray(body));
        call.headers.forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name)) {
                builder.header(name, value);
            }
        });
        return builder.build();
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
