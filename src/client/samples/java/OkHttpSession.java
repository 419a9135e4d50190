import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
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
 * session, and once more if a call answers 401. Thread-safe: concurrent callers share one login, also if it fails.
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
 *   <li>The message about a malformed header quotes its value, so the secret is checked before.
 *   <li>{@code HttpLoggingInterceptor} prints all headers: {@code redactHeader("secretid")} and {@code "Cookie"}.
 * </ul>
 */
public final class OkHttpSession implements Interceptor {

    private static final Pattern COOKIE = Pattern.compile("(?m)^(Session_ID=[^;\\s]+)");
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"(\\w+)\"");
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
        this.root = root;
        this.user = user;
        this.password = password;
        this.secret = secret;
    }

    /** Returns a client for one user; {@code root} ends with a slash. */
    public static OkHttpClient client(HttpUrl root, String user, String password, String secret) {
        return new OkHttpClient.Builder()
                .addInterceptor(new OkHttpSession(root, user, password, secret))
                .cookieJar(CookieJar.NO_COOKIES)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    /** @throws IOException if the user is not logged in, or if the request is for another server */
    @Override
    public Response intercept(Chain chain) throws IOException {
        // HttpUrl has removed dots from the path.
        if (!chain.request().url().toString().startsWith(root.toString())) {
            throw new IOException("not below " + root);
        }
        FutureTask<String> login = currentLogin(chain);
        Response response = send(chain, withCookie(chain.request(), login));
        if (response.code() != 401) {
            return response;
        }
        response.close();
        return send(chain, withCookie(chain.request(), logInAfter(login, chain)));
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

    /** Sends a request; if the server is busy, waits as long as it asks, once and not for long. */
    private static Response send(Chain chain, Request request) throws IOException {
        Response response = chain.proceed(request);
        int wait = seconds(response.header("Retry-After", ""));
        if ((response.code() != 429 && response.code() != 503) || wait > MAX_WAIT_SECONDS) {
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
