package org.boundsession.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The server's side of the protocol as a client sees it: sessions bound to a secret or a key, in memory. A test may say
 * what the next requests are answered instead. Thread-safe.
 */
final class ProtocolServer implements AutoCloseable {

    static final String USER = "general";
    static final String PASSWORD = "general-password";
    static final String SECRET = "my-own-secret-1";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger ids = new AtomicInteger();
    /** What a session is bound to tells how a request is refused. */
    private final Map<String, Function<Seen, Optional<Reply>>> sessions = new ConcurrentHashMap<>();

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Queue<Function<Reply, Reply>> logins = new ConcurrentLinkedQueue<>();
    private final Queue<Function<Reply, Reply>> calls = new ConcurrentLinkedQueue<>();
    private volatile boolean loginsBroken;

    ProtocolServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/app/");
    }

    BoundSessionClient.Builder client() {
        return client(new Ticker());
    }

    BoundSessionClient.Builder client(Ticker ticker) {
        return new ClientBuilder(Root.of(root()), ticker)
                .user(USER)
                .password(PASSWORD::toCharArray)
                .secret(SECRET::toCharArray);
    }

    /** Changes the answer of the next login for which nothing was said yet; it may block. */
    void onLogin(Function<Reply, Reply> change) {
        logins.add(change);
    }

    /** Changes the answer of the next call, likewise. */
    void onCall(Function<Reply, Reply> change) {
        calls.add(change);
    }

    /** Drops the changes of answers that no request has received. */
    void dropChanges() {
        logins.clear();
        calls.clear();
    }

    /** Whether the connection ends instead of an answer. */
    void breakLogins(boolean broken) {
        loginsBroken = broken;
    }

    void endSessions() {
        sessions.clear();
    }

    List<Seen> logins() {
        return seen.stream().filter(Seen::isLogin).toList();
    }

    List<Seen> logouts() {
        return seen.stream().filter(Seen::isLogout).toList();
    }

    List<Seen> calls() {
        return seen.stream()
                .filter(request -> !request.isLogin() && !request.isLogout())
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Seen request = Seen.of(exchange);
            seen.add(request);
            if (loginsBroken && request.isLogin()) {
                return;
            }
            Function<Reply, Reply> change = Optional.ofNullable((request.isLogin() ? logins : calls).poll())
                    .orElse(Function.identity());
            write(exchange, change.apply(answer(request)));
        }
    }

    private Reply answer(Seen request) {
        if (request.isLogin()) {
            return login(request);
        }
        Optional<String> session = request.session();
        if (session.isEmpty() || !sessions.containsKey(session.get())) {
            return Reply.of(401, "login_required").header("WWW-Authenticate", "BoundSession login=\"/app/login\"");
        }
        return sessions.get(session.get()).apply(request).orElseGet(() -> admitted(request, session.get()));
    }

    private Reply admitted(Seen request, String session) {
        if (request.isLogout()) {
            sessions.remove(session);
            return new Reply(204, List.of(), "");
        }
        return Reply.ok(request.method() + " " + request.target() + " " + request.body());
    }

    private Reply login(Seen request) {
        if (request.session().filter(sessions::containsKey).isPresent()) {
            return Reply.of(200, "session_authorized")
                    .header("custom_status", "A")
                    .header("Set-Cookie", request.session().orElseThrow() + "; Max-Age=150; HttpOnly");
        }
        String expected = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").orElse("").equals("Basic " + expected)) {
            return Reply.of(401, "credentials_invalid").header("WWW-Authenticate", "Basic realm=\"bound-session\"");
        }
        String sid = "id" + ids.incrementAndGet();
        String cookie = "Session_ID=" + sid;
        return bound(request, sid, cookie)
                .header("custom_status", "N")
                .header("Set-Cookie", cookie + "; Path=/app; HttpOnly; SameSite=Strict; Max-Age=150");
    }

    private Reply bound(Seen login, String sid, String cookie) {
        String secret = login.header("secretid").orElse("");
        if (login.header("binding").orElse("secret").equals("secret")) {
            sessions.put(cookie, call -> mismatch(call, cookie, secret));
            return Reply.of(200, "logged_in", "\"binding\":\"secret\"");
        }
        ProofVerifier verifier = new ProofVerifier(
                sid, login.header("secretid").or(() -> login.header("X-Secret")).orElseThrow());
        sessions.put(cookie, verifier::refusal);
        return Reply.of(200, "logged_in", "\"binding\":\"signature\",\"keyid\":\"" + verifier.keyid() + "\"");
    }

    private Optional<Reply> mismatch(Seen call, String cookie, String secret) {
        if (secret.equals(call.header("secretid").orElse(""))) {
            return Optional.empty();
        }
        sessions.remove(cookie);
        return Optional.of(Reply.of(401, "session_invalidated").header("Set-Cookie", "Session_ID=; Max-Age=0"));
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        for (String line : reply.headerLines()) {
            String[] header = line.split(": ", 2);
            exchange.getResponseHeaders().add(header[0], header[1]);
        }
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Answers once another thread has let it. */
    static Reply after(CountDownLatch event, Reply reply) {
        try {
            event.await();
            return reply;
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException("the server was stopped", e));
        }
    }
}
