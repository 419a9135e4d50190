package org.boundsession.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An HTTP client for one user and one server of bound-session. It sends requests like the JDK's {@link HttpClient}, but
 * gives each one the cookie of the session and the secret that the session is bound to, or a signature.
 *
 * <pre>{@code
 * URI root = URI.create("http://localhost:8086/");
 * BoundSessionClient client = BoundSessionClient.builder(root)
 *         .user("SAPCPI")
 *         .password("demo-general"::toCharArray)
 *         .secret("my-own-secret-1"::toCharArray)
 *         .build();
 *
 * HttpRequest request = HttpRequest.newBuilder(root.resolve("getemployeedetails?limit=1")).build();
 * HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
 * }</pre>
 *
 * <h2>Sessions</h2>
 *
 * The first request logs in. When the server answers 401, because the session has expired or was ended, the client logs
 * in again and repeats the request. Callers that need a login at the same time share one, its failure as well; a
 * refused login is remembered for a second, or for the server's {@code Retry-After} up to a minute. No cookie is shared
 * with any other client, also not through {@link java.net.CookieHandler} or {@link java.net.Authenticator}.
 *
 * <h2>Where the secret goes</h2>
 *
 * Cookie and secret are sent to the context root of the server and below, never to another scheme, host, port or path.
 * With {@link Binding#SIGNATURE} the secret is sent with the login only. Redirects are not followed: the caller
 * receives the 3xx. If the root is an {@code http} URI of another machine, {@code build} logs a warning, because
 * password and secret could be read on the way.
 *
 * <p>Neither this class nor its exceptions print password, secret, key or cookie, and {@link HttpResponse#request()} of
 * an answer is the caller's request, without them. The JDK's own diagnostics do print them: do not set the system
 * property {@code jdk.httpclient.HttpClient.log} to {@code headers} or {@code all} in production.
 *
 * <p>Thread-safe. A client needs not be closed; {@link #logout} ends its session on the server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265">RFC 6265, cookies</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, Basic authentication</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110">RFC 9110, HTTP semantics</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9421">RFC 9421, HTTP message signatures</a>
 */
public final class BoundSessionClient {

    final HttpClient http;
    private final Root root;
    /** A regular expression. */
    private final String ownHeaders;

    private final String secretHeader;
    private final Duration loginTimeout;
    final Logins logins;
    final Duration maxWait;
    final Ticker ticker;

    BoundSessionClient(
            HttpClient http,
            Root root,
            String ownHeaders,
            String secretHeader,
            Duration loginTimeout,
            Logins logins,
            Duration maxWait,
            Ticker ticker) {
        this.http = http;
        this.root = root;
        this.ownHeaders = ownHeaders;
        this.secretHeader = secretHeader;
        this.loginTimeout = loginTimeout;
        this.logins = logins;
        this.maxWait = maxWait;
        this.ticker = ticker;
    }

    /**
     * Returns a builder of a client.
     *
     * @param root the context root of the application, for instance {@code https://host/bound-session/}; a missing slash
     *     at the end is added
     * @throws IllegalArgumentException if the URI is no absolute http or https URI, or has a user, a query, a fragment
     *     or dot segments
     */
    public static Builder builder(URI root) {
        return new ClientBuilder(Root.of(root), new Ticker());
    }

    /**
     * Sends a request with cookie and secret or signature, and returns its answer. Blocks until the answer is there, as
     * {@link HttpClient#send} does.
     *
     * <ul>
     *   <li>After a 401 the client logs in once and repeats the request once, if the server's challenge says that it was
     *       refused before it was processed, or if its method is idempotent. If another caller's login has replaced the session meanwhile, the request
     *       is repeated with that one, too. A 401 after that is returned.
     *   <li>After a 429 or 503 with {@code Retry-After} the client waits and repeats the request, if its method is
     *       idempotent and all waits of this call together are not longer than {@link Builder#maxWait}. Otherwise the
     *       answer is returned.
     *   <li>A request whose signature was refused because of its time ({@code proof_expired}) is signed by the server's
     *       time and repeated once; one whose signature was received before ({@code proof_replayed}) is repeated once if
     *       its method is idempotent. After {@code proof_invalid} a warning in the log has what to compare.
     *   <li>Every other answer is returned, a 403 for instance. The handler sees the returned answer only.
     * </ul>
     *
     * <p>The body publisher must be able to publish the body again, as those of {@link
     * java.net.http.HttpRequest.BodyPublishers} for strings, bytes and files are. A body that is signed is published
     * twice for each attempt, and not kept in memory. The timeout of the request is that of one attempt, without login
     * and waits. An interrupted caller leaves; a login that it began goes on for the others.
     *
     * @param <T> the type of the answer's body
     * @param request its URI is the root or below it; it has no {@code Cookie}, no {@code Authorization} and no secret,
     *     and no {@code Signature}, {@code Signature-Input} and {@code Content-Digest} if the client signs
     * @param handler of the body of the returned answer
     * @throws LoginFailedException if the server refused the login
     * @throws IOException if the server could not be reached, or did not answer in time, or the body of the request could
     *     not be published twice
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalArgumentException if the request leads elsewhere or has one of the headers named above
     * @throws IllegalStateException if a supplier failed, or what it returned cannot be sent
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        root.requireBelow(request.uri());
        requireNoEvidence(request);
        return new Call<>(this, logins.current(), 0, request, handler).answer();
    }

    private void requireNoEvidence(HttpRequest request) {
        for (String name : request.headers().map().keySet()) {
            if (name.equalsIgnoreCase(secretHeader) || name.matches(ownHeaders)) {
                throw new IllegalArgumentException(
                        "request: expected no header " + name + ", the client sends its own");
            }
        }
    }

    /**
     * Ends the session on the server, if the client has one. Requests that are sent at the same time, or later, log in
     * again; a login that is under way is not undone.
     *
     * @throws IOException if the server could not be reached, or did not end the session: it then lives until it expires
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void logout() throws IOException, InterruptedException {
        Optional<Login> login = logins.forget();
        if (login.isPresent()) {
            end(login.get());
        }
    }

    private void end(Login login) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("logout"))
                .timeout(loginTimeout)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer =
                new Call<>(this, login, Call.MAX_LOGINS, request, BodyHandlers.ofString()).answer();
        int status = answer.statusCode();
        // 401: the session had ended before, unless the server says that it refused a signature.
        boolean ended =
                status / 100 == 2 || status == 401 && !Json.code(answer.body()).startsWith("proof_");
        if (!ended) {
            throw new IOException("Logout failed with status " + status + ": the session lives until it expires");
        }
    }

    /** Returns the root; nothing else, so that a client can be logged. */
    @Override
    public String toString() {
        return "BoundSessionClient[" + root.uri() + "]";
    }

    /**
     * Builds clients. User and password are required, and a secret unless the binding is a signature. The suppliers are
     * called by threads that need a login, and must return a new array each time, because the client overwrites it. Not
     * thread-safe.
     */
    public sealed interface Builder permits ClientBuilder {

        /** @throws IllegalArgumentException if the name is empty, or has a colon or a control character (RFC 7617) */
        Builder user(String name);

        /** Supplies the password for each login. It is sent in UTF-8. */
        Builder password(Supplier<char[]> password);

        /**
         * Supplies the secret for each login, 8 to 1024 printable ASCII characters by the server's default. It is kept
         * in memory as long as the session, because each request carries it. Not called with {@link Binding#SIGNATURE}.
         */
        Builder secret(Supplier<char[]> secret);

        /**
         * Sets what a session is bound to, {@link Binding#SECRET} by default. It is the only setting to change: a
         * client that signs makes a random secret for each login by itself. If a server cannot do it, the login fails.
         */
        Builder binding(Binding kind);

        /**
         * Sets the header that carries the secret, {@code secretid} by default.
         *
         * @throws IllegalArgumentException if the client cannot send such a header
         */
        Builder secretHeader(String name);

        /**
         * Sets the client that sends the requests, for a proxy, trusted certificates or an executor. The default one
         * connects within 10 seconds.
         *
         * @throws IllegalArgumentException if it has a cookie handler or an authenticator, or follows redirects
         */
        Builder httpClient(HttpClient http);

        /**
         * Sets how long one call may wait altogether because the server asks for it with {@code Retry-After}, 10
         * seconds by default; with zero it never waits.
         *
         * @throws IllegalArgumentException if it is negative
         */
        Builder maxWait(Duration time);

        /**
         * Sets the time within which the server must answer a login or a logout, 30 seconds by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        Builder loginTimeout(Duration time);

        /**
         * Returns a client. It has no session yet; the first request logs in.
         *
         * @throws IllegalStateException if user or password are missing, or a secret that is sent
         */
        BoundSessionClient build();
    }
}
