import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * An interceptor of OkHttp that keeps the session of one user with one secret at one server: it logs in if there is no
 * session, and once more if a call answers 401. Thread-safe: concurrent callers share one login, also if it fails. A
 * request may be sent again, so its body must not be one-shot.
 *
 * <p>{@link Demo} runs it against {@code mvn -Prun package}; the command is in {@code pom.xml}.
 *
 * <p>What to know about OkHttp:
 *
 * <ul>
 *   <li>A redirect to another host takes the headers {@code secretid} and {@code Cookie} along; only
 *       {@code Authorization} is removed. Redirects are off here.
 *   <li>An {@code Authenticator} is asked after a 401 only: each login would take two requests.
 *   <li>A {@code CookieJar} that obeys {@code Max-Age} drops the cookie 150 s after the last login, although each call
 *       extends the session, and a jar shared by two clients replaces the cookie of the first user.
 *   <li>OkHttp itself repeats a request of any method, also a POST, after a 503 with {@code Retry-After: 0}.
 *   <li>The {@code request()} of a response is the one that was sent, with {@code secretid} and {@code Cookie}.
 *   <li>The message about a malformed header quotes its value, so the secret is checked before.
 *   <li>{@code HttpLoggingInterceptor} prints all headers: {@code redactHeader("secretid")} and {@code "Cookie"}.
 * </ul>
 */
public final class OkHttpSession implements Interceptor {

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

    private final HttpUrl root;
    private final String user;
    private final String password;
    private final String secret;
    /** The login whose cookie is sent; null before the first one. */
    private final AtomicReference<FutureTask<String>> session = new AtomicReference<>();

    private OkHttpSession(HttpUrl root, String user, String password, String secret) {
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
    public static OkHttpClient client(HttpUrl root, String user, String password, String secret) {
        return new OkHttpClient.Builder()
                .addInterceptor(new OkHttpSession(root, user, password, secret))
                .addNetworkInterceptor(OkHttpSession::preventRepetition)
                .cookieJar(CookieJar.NO_COOKIES)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    /** @throws IOException if the user is not logged in, or if the request is for another server */
    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        HttpUrl url = request.url();
        if (!url.toString().startsWith(root.toString()) || DOTS.matcher(url.encodedPath()).find()) {
            throw new IOException("not below " + root);
        }
        FutureTask<String> login = currentLogin(chain);
        Response response = send(chain, withCookie(request, login));
        if (isRefused(response)) {
            response.close();
            response = send(chain, withCookie(request, logInAfter(login, chain)));
        }
        // The requests that were sent have cookie and secret: the caller, and its log, see the request without them.
        return response.newBuilder()
                .request(request)
                .networkResponse(null)
                .priorResponse(null)
                .build();
    }

    /** A 401 of another server may be an answer to a request that was processed. */
    private static boolean isRefused(Response response) {
        return response.code() == 401
                && (IDEMPOTENT.contains(response.request().method())
                        || !first(CHALLENGE, String.join("\n", response.headers("WWW-Authenticate"))).isEmpty());
    }

    private FutureTask<String> currentLogin(Chain chain) {
        FutureTask<String> login = session.get();
        return login == null ? logInAfter(null, chain) : login;
    }

    /** Returns a login that is newer than the refused one. The first thread logs in, the others wait for its result. */
    private FutureTask<String> logInAfter(FutureTask<String> refused, Chain chain) {
        FutureTask<String> next = new FutureTask<>(() -> logIn(refused, chain));
        FutureTask<String> current = session.compareAndExchange(refused, next);
        if (current == refused) {
            next.run();
            return next;
        }
        return current == null ? logInAfter(null, chain) : current;
    }

    private String logIn(FutureTask<String> refused, Chain chain) throws IOException {
        Request request = new Request.Builder()
                .url(root.resolve("login"))
                .header("secretid", secret)
                .header("Authorization", Credentials.basic(user, password, StandardCharsets.UTF_8))
                .build();
        try (Response response = send(chain, refused == null ? request : withCookie(request, refused))) {
            String cookie = first(COOKIE, String.join("\n", response.headers("Set-Cookie")));
            if (response.code() != 200 || cookie.isEmpty()) {
                String code = first(CODE, response.body().string());
                throw new IOException("login as " + user + " failed: " + response.code() + " " + code);
            }
            // custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
            return cookie;
        }
    }

    private Request withCookie(Request request, FutureTask<String> login) throws IOException {
        return request.newBuilder()
                .header("secretid", secret)
                .header("Cookie", cookie(login))
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

    /** Changes {@code Retry-After: 0}, because OkHttp itself repeats a request of any method after it. */
    private static Response preventRepetition(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        boolean atOnce = seconds(response.header("Retry-After", "")) == 0;
        return atOnce ? response.newBuilder().header("Retry-After", "1").build() : response;
    }

    /** Sends a request; if the server is busy, waits as long as it asks, once and not for long. */
    private static Response send(Chain chain, Request request) throws IOException {
        Response response = chain.proceed(request);
        int wait = seconds(response.header("Retry-After", ""));
        boolean busy = response.code() == 429 || response.code() == 503;
        if (!busy || wait > MAX_WAIT_SECONDS || !IDEMPOTENT.contains(request.method())) {
            return response;
        }
        response.close();
        pause(wait);
        return chain.proceed(request);
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
            OkHttpClient client = client(HttpUrl.get(url), user, password, secret);
            return path -> {
                Request request = new Request.Builder().url(url + path).build();
                try (Response response = client.newCall(request).execute()) {
                    return response.code();
                }
            };
        });
    }
}
