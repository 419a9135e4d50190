import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
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
 *   <li>Which HTTP client does the work depends on the class path, and they treat cookies and redirects differently:
 *       name it. The {@code HttpURLConnection} of {@code SimpleClientHttpRequestFactory} follows redirects, and after a
 *       401 of {@code /login} it repeats the login as the user that the {@code Authenticator} of the process names.
 *   <li>Interceptors see the answer before {@code retrieve()} throws on a 401, so it is repeated without an exception.
 *   <li>{@code defaultHeaders(headers -> headers.setBasicAuth(…))} sends the password with each call. Only the login
 *       needs it.
 *   <li>Log levels below INFO for {@code org.springframework.web.client} and the client below it may print headers.
 * </ul>
 */
public final class RestClientSession implements ClientHttpRequestInterceptor {

    private static final Pattern COOKIE = Pattern.compile("(?m)^(Session_ID=[^;\\s]+)");
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"(\\w+)\"");
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
        if (!uri.toString().startsWith(root.toString()) || uri.getPath().contains("/..")) {
            throw new IOException("not below " + root);
        }
        FutureTask<String> login = currentLogin();
        ClientHttpResponse response = send(() -> execution.execute(withCookie(request, login), body));
        if (response.getStatusCode().value() != 401) {
            return response;
        }
        response.close();
        FutureTask<String> newer = logInAfter(login);
        return send(() -> execution.execute(withCookie(request, newer), body));
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
        try (ClientHttpResponse response = send(() -> loginRequest(refused).execute())) {
            String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            List<String> cookies = response.getHeaders().getOrEmpty("Set-Cookie");
            String cookie = first(COOKIE, String.join("\n", cookies));
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

    private HttpRequest withCookie(HttpRequest request, FutureTask<String> login) throws IOException {
        request.getHeaders().set("secretid", secret);
        request.getHeaders().set("Cookie", cookie(login));
        return request;
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
    private static ClientHttpResponse send(Exchange exchange) throws IOException {
        ClientHttpResponse response = exchange.send();
        int status = response.getStatusCode().value();
        String retryAfter = response.getHeaders().getFirst("Retry-After");
        int wait = seconds(retryAfter == null ? "" : retryAfter);
        if ((status != 429 && status != 503) || wait > MAX_WAIT_SECONDS) {
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
