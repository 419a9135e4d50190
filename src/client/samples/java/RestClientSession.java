import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.web.client.RestClient;

/**
 * An interceptor of Spring's RestClient that keeps the session of one user with one secret at one server: it logs in if
 * there is no session, and once more if a call answers 401. Thread-safe: concurrent callers share one login, also if it
 * fails.
 *
 * <p>{@link Demo} runs it against {@code mvn -Prun package}; the command is in {@code pom.xml}.
 *
 * <p>What to know about Spring:
 *
 * <ul>
 *   <li>The class path decides which HTTP client is used, and each treats cookies and redirects differently: choose
 *       one. The {@code HttpURLConnection} of {@code SimpleClientHttpRequestFactory} follows redirects, and after a
 *       401 of {@code /login} it repeats the login as the user that the {@code Authenticator} of the process names.
 *   <li>Interceptors see the answer before {@code retrieve()} throws on a 401, so it is repeated without an exception.
 *   <li>Headers that an interceptor sets on the request itself are shown to the caller's {@code exchange} and
 *       {@code onStatus} functions. It sends a copy here.
 *   <li>{@code defaultHeaders(headers -> headers.setBasicAuth(…))} sends the password with each call. Only the login
 *       needs it.
 *   <li>Log levels below INFO for {@code org.springframework.web.client} and the client below it may print headers.
 * </ul>
 */
public final class RestClientSession implements ClientHttpRequestInterceptor {

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

    private final ClientHttpRequestFactory requests;

    private RestClientSession(
            ClientHttpRequestFactory requests, URI root, String user, String password, String secret) {
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
        this.requests = requests;
    }

    /** Returns a client for one user; {@code root} ends with a slash. */
    public static RestClient client(URI root, String user, String password, String secret) {
        ClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        return RestClient.builder()
                .requestFactory(requests)
                .requestInterceptor(new RestClientSession(requests, root, user, password, secret))
                .build();
    }

    /** @throws IOException if the user is not logged in, or if the request is for another server */
    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        URI uri = request.getURI();
        if (!uri.toString().startsWith(root.toString()) || DOTS.matcher(uri.getRawPath()).find()) {
            throw new IOException("not below " + root);
        }
        FutureTask<String> login = currentLogin();
        ClientHttpResponse response =
                send(request.getMethod(), () -> execution.execute(withCookie(request, login), body));
        if (!isRefused(request, response)) {
            return response;
        }
        response.close();
        FutureTask<String> newer = logInAfter(login);
        return send(request.getMethod(), () -> execution.execute(withCookie(request, newer), body));
    }

    /** A 401 of another server may be an answer to a request that was processed. */
    private static boolean isRefused(HttpRequest request, ClientHttpResponse response) throws IOException {
        return response.getStatusCode().value() == 401
                && (IDEMPOTENT.contains(request.getMethod().name())
                        || !first(CHALLENGE, values(response, "WWW-Authenticate")).isEmpty());
    }

    /** Sends a request, each time that it is called. */
    private interface Exchange {
        ClientHttpResponse send() throws IOException;
    }

    private FutureTask<String> currentLogin() {
        FutureTask<String> login = session.get();
        return login == null ? logInAfter(null) : login;
    }

    /** Returns a login that is newer than the refused one. The first thread logs in, the others wait for its result. */
    private FutureTask<String> logInAfter(FutureTask<String> refused) {
        FutureTask<String> next = new FutureTask<>(() -> logIn(refused));
        FutureTask<String> current = session.compareAndExchange(refused, next);
        if (current == refused) {
            next.run();
            return next;
        }
        return current == null ? logInAfter(null) : current;
    }

    private String logIn(FutureTask<String> refused) throws IOException {
        try (ClientHttpResponse response = send(HttpMethod.GET, () -> loginRequest(refused).execute())) {
            String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            String cookie = first(COOKIE, values(response, "Set-Cookie"));
            int status = response.getStatusCode().value();
            if (status != 200 || cookie.isEmpty()) {
                throw new IOException("login as " + user + " failed: " + status + " " + first(CODE, body));
            }
            // custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
            return cookie;
        }
    }

    private ClientHttpRequest loginRequest(FutureTask<String> refused) throws IOException {
        ClientHttpRequest request = requests.createRequest(root.resolve("login"), HttpMethod.GET);
        request.getHeaders().setBasicAuth(user, password, StandardCharsets.UTF_8);
        request.getHeaders().set("secretid", secret);
        if (refused != null) {
            request.getHeaders().set("Cookie", cookie(refused));
        }
        return request;
    }

    /** Returns a request with headers of its own: the caller, and its log, see the request without them. */
    private HttpRequest withCookie(HttpRequest request, FutureTask<String> login) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(request.getHeaders());
        headers.set("secretid", secret);
        headers.set("Cookie", cookie(login));
        return new HttpRequestWrapper(request) {
            @Override
            public HttpHeaders getHeaders() {
                return headers;
            }
        };
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
    private static ClientHttpResponse send(HttpMethod method, Exchange exchange) throws IOException {
        ClientHttpResponse response = exchange.send();
        int status = response.getStatusCode().value();
        String retryAfter = response.getHeaders().getFirst("Retry-After");
        int wait = seconds(retryAfter == null ? "" : retryAfter);
        boolean busy = status == 429 || status == 503;
        if (!busy || wait > MAX_WAIT_SECONDS || !IDEMPOTENT.contains(method.name())) {
            return response;
        }
        response.close();
        pause(wait);
        return exchange.send();
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
    private static String values(ClientHttpResponse response, String name) {
        return String.join("\n", response.getHeaders().getOrEmpty(name));
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    public static void main(String[] arguments) throws Exception {
        Demo.run((url, user, password, secret) -> {
            RestClient client = client(URI.create(url), user, password, secret);
            return path -> client.get()
                    .uri(URI.create(url + path))
                    .exchange((request, response) -> response.getStatusCode().value());
        });
    }
}
