package org.boundsession.client;

import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks what it is given, and connects the parts of a client. */
final class ClientBuilder implements BoundSessionClient.Builder {

    /** The headers that a client sends beside that of a secret. */
    private static final String OWN = "(?i)cookie|authorization";

    /** Those of a client that signs. */
    private static final String SIGNED = OWN + "|signature|signature-input|content-digest";

    private final Root root;
    private final Ticker ticker;
    private @Nullable String user;
    private @Nullable Supplier<char[]> password;
    private @Nullable Supplier<char[]> secret;
    private String secretHeader = "secretid";
    private Binding binding = Binding.SECRET;
    private @Nullable HttpClient http;
    private Duration maxWait = Duration.ofSeconds(10);
    private Duration loginTimeout = Duration.ofSeconds(30);

    ClientBuilder(Root root, Ticker ticker) {
        this.root = root;
        this.ticker = ticker;
    }

    @Override
    public BoundSessionClient.Builder user(String name) {
        if (!name.matches("[^:\\x00-\\x1f\\x7f-\\x9f]+")) {
            throw new IllegalArgumentException("user: expected a name without colon and control characters");
        }
        user = name;
        return this;
    }

    @Override
    public BoundSessionClient.Builder password(Supplier<char[]> supplier) {
        password = supplier;
        return this;
    }

    @Override
    public BoundSessionClient.Builder secret(Supplier<char[]> supplier) {
        secret = supplier;
        return this;
    }

    @Override
    public BoundSessionClient.Builder binding(Binding kind) {
        binding = kind;
        return this;
    }

    @Override
    public BoundSessionClient.Builder secretHeader(String name) {
        if (name.matches(SIGNED + "|binding")) {
            throw new IllegalArgumentException("secretHeader: " + name + " is taken");
        }
        // Throws if the name is malformed or the JDK's own.
        HttpRequest.newBuilder(root.uri()).header(name, "secret");
        secretHeader = name;
        return this;
    }

    @Override
    public BoundSessionClient.Builder httpClient(HttpClient client) {
        if (client.cookieHandler().isPresent() || client.authenticator().isPresent()) {
            throw new IllegalArgumentException("httpClient: expected no cookie handler and no authenticator");
        }
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("httpClient: expected one that does not follow redirects");
        }
        http = client;
        return this;
    }

    @Override
    public BoundSessionClient.Builder maxWait(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("maxWait: expected zero or more");
        }
        maxWait = time;
        return this;
    }

    @Override
    public BoundSessionClient.Builder loginTimeout(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("loginTimeout: expected more than zero");
        }
        loginTimeout = time;
        return this;
    }

    @Override
    public BoundSessionClient build() {
        Credentials credentials = new Credentials(required(user, "user"), required(password, "password"));
        Supplier<char[]> secrets = binding == Binding.SIGNATURE ? SigningKey::randomSecret : required(secret, "secret");
        HttpClient sender = http == null ? defaultClient() : http;
        Logins logins = new Logins(
                new LoginEndpoint(sender, root, credentials, binding, secretHeader, secrets, ticker, loginTimeout),
                ticker);
        if (root.isClearText()) {
            System.getLogger(BoundSessionClient.class.getName())
                    .log(
                            Level.WARNING,
                            "Password and secret are sent to {0} in clear text; use an https URI as root",
                            root.uri().getHost());
        }
        return new BoundSessionClient(
                sender,
                root,
                binding == Binding.SIGNATURE ? SIGNED : OWN,
                secretHeader,
                loginTimeout,
                logins,
                maxWait,
                ticker);
    }

    private static <V> V required(@Nullable V value, String name) {
        if (value == null) {
            throw new IllegalStateException(name + ": required");
        }
        return value;
    }

    private static HttpClient defaultClient() {
        return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    }
}
