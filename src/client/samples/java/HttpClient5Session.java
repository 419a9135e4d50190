import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * An interceptor of Apache HttpClient 5 that keeps the session of one user with one secret at one server: it logs in if
 * there is no session, and once more if a call answers 401. Thread-safe: concurrent callers share one login, also if it
 * fails. A request may be sent again, so its entity must be repeatable.
 *
 * <p>{@link Demo} runs it against {@code mvn -Prun package}; the command is in {@code pom.xml}.
 *
 * <p>What to know about Apache HttpClient:
 *
 * <ul>
 *   <li>The cookie store is shared by all users of a client, and drops the cookie 150 s after the last login, although
 *       each call extends the session. It is off here, and the cookie's value is kept.
 *   <li>A {@code CredentialsProvider} sends Basic only after a challenge, and not after the one of a guarded call.
 *   <li>A redirect takes the headers {@code secretid} and {@code Cookie} along. Redirects are off here.
 *   <li>The built-in retries wait for {@code Retry-After}, however long. They are off here.
 *   <li>The {@code HttpClientContext} of a call has the request that was sent, with {@code secretid} and {@code Cookie}.
 *   <li>The loggers {@code org.apache.hc.client5.http.headers} and {@code .wire} print all headers on level DEBUG.
 * </ul>
 */
public final class HttpClient5Session implements ExecChainHandler {

    private static final Pattern COOKIE = Pattern.compile("(?m)^(Session_ID=[^;\\s]+)");
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"(\\w+)\"");
    /** A URL whose path ends with a slash, so that no other application's URL begins with it. */
    private static final Pattern ROOT = Pattern.compile("https?://[^/?#@]+/([^?#]*/)?");
    /** Two dots at the start of a part of a path, however they are encoded: some servers leave the application. */
    private static final Pattern DOTS = Pattern.compile("(?i)([/\\\\]|%(25)*(2f|5c))(\\.|%(25)*2e){2}");
    /** The challenge of a server that refused a request for its session, before it processed the request. */
    private static final Pattern CHALLENGE = Pattern.compile("(?im)(?:^|,)\\s*(BoundSession)\\b");
    /** The methods that may be performed twice (RFC 9110, section 9.2.2). */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");
    private static final int MAX_WAIT_SECONDS = 5;

    private final URI root;
    private final String user;
    private final String password;
    private final String secret;
    /** The login whose cookie is sent; null before the first one. */
    private final AtomicReference<FutureTask<String>> session = new AtomicReference<>();

    private HttpClient5Session(URI root, String user, String password, String secret) {
        if (!secret.matches("[!-~]{8,1024}")) {
            throw new IllegalArgumentException("the secret must have 8 to 1024 visible ASCII characters");
        }
        if (!ROOT.matcher(root.toString()).matches()) {
            throw new IllegalArgumentException("the root must be an http or https URL that ends with a slash");
        }
        this.root = root;
        this.user = user;
        this.password = password;
        this.secret = secret;
    }

    /** Returns a client for one user; {@code root} ends with a slash. */
    public static CloseableHttpClient client(URI root, String user, String password, String secret) {
        return HttpClients.custom()
                .addExecInterceptorFirst("bound-session", new HttpClient5Session(root, user, password, secret))
                .disableCookieManagement()
                .disableAuthCaching()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .build();
    }

    /** @throws IOException if the user is not logged in, or if the request is for another server */
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        requireBelowRoot(request);
        try {
            return execute(request, sent -> chain.proceed(sent, scope));
        } finally {
            // The request that was sent has cookie and secret: the caller, and its log, see the request without them.
            scope.clientContext.setRequest(request);
        }
    }

    private ClassicHttpResponse execute(ClassicHttpRequest request, Exchange exchange)
            throws IOException, HttpException {
        FutureTask<String> login = currentLogin(exchange);
        ClassicHttpResponse response = send(exchange, withCookie(request, login));
        if (!isRefused(request, response)) {
            return response;
        }
        // Releases the connection.
        EntityUtils.consume(response.getEntity());
        response.close();
        return send(exchange, withCookie(request, logInAfter(login, exchange)));
    }

    /** A 401 of another server may be an answer to a request that was processed. */
    private static boolean isRefused(ClassicHttpRequest request, ClassicHttpResponse response) {
        return response.getCode() == 401
                && (IDEMPOTENT.contains(request.getMethod())
                        || !first(CHALLENGE, values(response, "WWW-Authenticate")).isEmpty());
    }

    /** Sends a request over the connection of this call. */
    private interface Exchange {
        ClassicHttpResponse send(ClassicHttpRequest request) throws IOException, HttpException;
    }

    private void requireBelowRoot(ClassicHttpRequest request) throws IOException, ProtocolException {
        try {
            URI uri = request.getUri();
            if (!uri.toString().startsWith(root.toString())
                    || DOTS.matcher(uri.getRawPath()).find()) {
                throw new IOException("not below " + root);
            }
        } catch (URISyntaxException e) {
            throw new ProtocolException("malformed URI", e);
        }
    }

    private FutureTask<String> currentLogin(Exchange exchange) {
        FutureTask<String> login = session.get();
        return login == null ? logInAfter(null, exchange) : login;
    }

    /** Returns a login that is newer than the refused one. The first thread logs in, the others wait for its result. */
    private FutureTask<String> logInAfter(FutureTask<String> refused, Exchange exchange) {
        FutureTask<String> next = new FutureTask<>(() -> logIn(refused, exchange));
        FutureTask<String> current = session.compareAndExchange(refused, next);
        if (current == refused) {
            next.run();
            return next;
        }
        return current == null ? logInAfter(null, exchange) : current;
    }

    private String logIn(FutureTask<String> refused, Exchange exchange) throws IOException, HttpException {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        ClassicHttpRequest request = ClassicRequestBuilder.get(root.resolve("login"))
                .addHeader("secretid", secret)
                .addHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                .build();
        try (ClassicHttpResponse response = send(exchange, refused == null ? request : withCookie(request, refused))) {
            String body = EntityUtils.toString(response.getEntity());
            String cookie = first(COOKIE, values(response, "Set-Cookie"));
            if (response.getCode() != 200 || cookie.isEmpty()) {
                throw new IOException("login as " + user + " failed: " + response.getCode() + " " + first(CODE, body));
            }
            // custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
            return cookie;
        }
    }

    private ClassicHttpRequest withCookie(ClassicHttpRequest request, FutureTask<String> login) throws IOException {
        return ClassicRequestBuilder.copy(request)
                .setHeader("secretid", secret)
                .setHeader("Cookie", cookie(login))
                .build();
    }

    private String cookie(FutureTask<String> login) throws IOException {
        try {
            return login.get();
        } catch (ExecutionException e) {
            // The next call tries again.
            session.compareAndSet(login, null);
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the login");
        }
    }

    /** Sends a request; if the server is busy, waits as long as it asks, once and not for long. */
    private static ClassicHttpResponse send(Exchange exchange, ClassicHttpRequest request)
            throws IOException, HttpException {
        // A copy, because HttpClient adds headers to what it sends, and refuses to send them twice.
        ClassicHttpResponse response =
                exchange.send(ClassicRequestBuilder.copy(request).build());
        Header retryAfter = response.getFirstHeader("Retry-After");
        int wait = seconds(retryAfter == null ? "" : retryAfter.getValue());
        boolean busy = response.getCode() == 429 || response.getCode() == 503;
        if (!busy || wait > MAX_WAIT_SECONDS || !IDEMPOTENT.contains(request.getMethod())) {
            return response;
        }
        EntityUtils.consume(response.getEntity());
        response.close();
        pause(wait);
        return exchange.send(request);
    }

    private static int seconds(String retryAfter) {
        return retryAfter.matches("\\d{1,6}") ? Integer.parseInt(retryAfter) : Integer.MAX_VALUE;
    }

    private static void pause(int seconds) throws IOException {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the server is busy");
        }
    }

    /** Returns the values of a header, a line each. */
    private static String values(ClassicHttpResponse response, String name) {
        return Stream.of(response.getHeaders(name)).map(Header::getValue).collect(Collectors.joining("\n"));
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    public static void main(String[] arguments) throws Exception {
        Demo.run((url, user, password, secret) -> {
            CloseableHttpClient client = client(URI.create(url), user, password, secret);
            return path -> client.execute(new HttpGet(url + path), response -> response.getCode());
        });
    }
}
