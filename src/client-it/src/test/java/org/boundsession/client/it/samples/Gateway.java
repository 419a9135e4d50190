package org.boundsession.client.it.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.ProofSigner;

/** A proxy between a sample and the server that records all calls, and can answer a call itself. */
final class Gateway implements AutoCloseable {

    private static final List<String> OWN_HEADERS =
            List.of("connection", "content-length", "date", "host", "keep-alive", "transfer-encoding", "upgrade");

    private static final int MAX_WAIT_SECONDS = 30;

    private final Client server;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Call, Optional<Response>>> actions = new ConcurrentHashMap<>();
    private final Map<String, Response> answers = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> arrivals = new ConcurrentHashMap<>();
    private volatile UnaryOperator<Request> change = UnaryOperator.identity();

    private Gateway(Client server, HttpServer http) {
        this.server = server;
        this.http = http;
    }

    static Gateway before(URI root) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Gateway gateway = new Gateway(new Client(root.getHost(), root.getPort(), ""), http);
            http.createContext("/", gateway::handle);
            http.setExecutor(gateway.threads);
            http.start();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the URL with this path. */
    URI url(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Runs the action for the next call of this path, and forwards the call if the action returns no answer. */
    void once(String path, Function<Call, Optional<Response>> action) {
        actions.put(path, action);
    }

    /** Answers all calls of this path, and forwards none. */
    void always(String path, Response answer) {
        answers.put(path, answer);
    }

    /** Changes each call before it is forwarded, as an attacker or a misconfigured proxy does. */
    void change(UnaryOperator<Request> requests) {
        change = requests;
    }

    /**
     * Ends the session of the next call of this path, once that many calls have arrived and before any is forwarded.
     */
    void endSessionBefore(String path, int calls) {
        CountDownLatch parallelCalls = new CountDownLatch(calls);
        arrivals.put(path, parallelCalls);
        once(path, call -> {
            await(parallelCalls);
            String context = call.target().substring(0, call.target().lastIndexOf('/'));
            Request logout = Request.post(context + "/logout").header("Cookie", call.header("Cookie"));
            server.send(signer(call)
                    .map(signer -> signer.post(logout.target()).sign().addTo(logout))
                    .orElseGet(() -> logout.secret(call.secret())));
            return Optional.empty();
        });
    }

    /** Returns the login that issued the cookie of a call. */
    Call login(Call call) {
        return calls.stream()
                .filter(login -> login.isLogin() && login.status() == 200)
                .filter(login -> login.issuedCookie().equals(call.header("Cookie")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no login has issued the cookie of " + call.path()));
    }

    /** Returns what signs as the client does that sent the call, if its session is bound to a key. */
    Optional<ProofSigner> signer(Call call) {
        return Optional.of(login(call)).filter(Call::enrols).map(Call::signer);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(latch.getCount() + " calls have not arrived");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Closed also if an action fails: some clients would wait for the answer forever.
        try (exchange) {
            Call received = Call.of(exchange);
            Optional.ofNullable(arrivals.get(received.path())).ifPresent(CountDownLatch::countDown);
            Response response = perform(received)
                    .or(() -> Optional.ofNullable(answers.get(received.path())))
                    .orElseGet(() -> forward(received));
            calls.add(received.answered(response));
            answer(exchange, response);
        }
    }

    private Response forward(Call call) {
        Request request = change.apply(call.request(OWN_HEADERS));
        byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
        if (body.length == 0) {
            return server.send(request);
        }
        try (Client.Connection connection = server.connect()) {
            return connection.send(request.header("Content-Length", Integer.toString(body.length)), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Performs the action of this path, if there is one. Calls that arrive meanwhile wait until it is done. */
    private synchronized Optional<Response> perform(Call call) {
        Function<Call, Optional<Response>> action = actions.remove(call.path());
        return action == null ? Optional.empty() : action.apply(call);
    }

    private static void answer(HttpExchange exchange, Response response) throws IOException {
        for (String line : response.headerLines()) {
            String name = line.substring(0, line.indexOf(':'));
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders()
                        .add(name, line.substring(name.length() + 1).strip());
            }
        }
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
