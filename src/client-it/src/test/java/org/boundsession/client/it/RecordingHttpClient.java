package org.boundsession.client.it;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The JDK's client, which also records what was sent and answered. Thread-safe. */
final class RecordingHttpClient extends HttpClient {

    /** @param request as it was sent, with cookie and secret */
    record Exchange(HttpRequest request, int status, Optional<String> customStatus) {

        boolean isLogin() {
            return request.uri().getPath().endsWith("/login");
        }

        String cookie() {
            return request.headers().firstValue("Cookie").orElse("");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final Queue<UnaryOperator<HttpRequest>> changes = new ConcurrentLinkedQueue<>();
    private volatile Runnable afterExchange = () -> {};

    /** Runs the action after each answer, before the caller has it. */
    void afterExchange(Runnable action) {
        afterExchange = action;
    }

    /** Changes the next request on its way, as a proxy does. */
    void beforeNext(UnaryOperator<HttpRequest> change) {
        changes.add(change);
    }

    List<Exchange> exchanges() {
        return exchanges;
    }

    List<Exchange> logins() {
        return exchanges.stream().filter(Exchange::isLogin).toList();
    }

    /** Returns how many logins have opened a session; a busy server may have refused others before. */
    long sessions() {
        return logins().stream().filter(login -> login.status() == 200).count();
    }

    /** Returns the value of the cookie that was sent last. */
    String lastCookie() {
        return exchanges.get(exchanges.size() - 1).cookie();
    }

    private <T> HttpResponse<T> recorded(HttpRequest request, HttpResponse<T> response) {
        exchanges.add(
                new Exchange(request, response.statusCode(), response.headers().firstValue("custom_status")));
        afterExchange.run();
        return response;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        UnaryOperator<HttpRequest> change = Optional.ofNullable(changes.poll()).orElse(UnaryOperator.identity());
        return recorded(request, http.send(change.apply(request), handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return http.sendAsync(request, handler).thenApply(response -> recorded(request, response));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }
}
