package org.boundsession;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;

/**
 * The settings of the core; a store adds its own ({@link Stores#settings}). A new setting is added here and to {@link
 * #FIXED}; tests compare {@code web.xml} and the documentation with them.
 */
final class KnownSettings {

    /** One day. */
    static final int MAX_SECONDS = 86_400;

    private static final int UNLIMITED = Integer.MAX_VALUE;

    static final Setting<String> SECRET_HEADER = Setting.of(
            "secret-header", Format.HEADER_NAME, "secretid", "Name of the request header that holds the secret");

    static final Setting<Integer> SECRET_MIN_LENGTH =
            Setting.of("secret-min-length", Format.bytes(1, 1024), "8", "Minimum length of a secret");

    static final Setting<Integer> BCRYPT_COST = Setting.of(
            "bcrypt-cost", Format.number(10, 15), "10", "Cost of bcrypt; each step doubles the time of a login");

    static final Setting<Duration> ABSOLUTE_TIMEOUT = Setting.of(
            "absolute-timeout",
            Format.seconds(1, MAX_SECONDS),
            "3600",
            "Maximum lifetime of a session, which no activity extends");

    static final Setting<Integer> LOGIN_FAILURES = Setting.of(
            "login-failures",
            Format.number(1, UNLIMITED),
            "10",
            "Failed logins of one user from one address within login-failure-window, after which further ones are"
                    + " refused until the window ends");

    static final Setting<Duration> LOGIN_FAILURE_WINDOW = Setting.of(
            "login-failure-window",
            Format.seconds(1, MAX_SECONDS),
            "120",
            "Time in which failed logins are counted; it begins with the first failure");

    static final Setting<Integer> LOGIN_FAILURES_PER_ADDRESS = Setting.of(
            "login-failures-per-address",
            Format.number(0, UNLIMITED),
            "100",
            "Failed logins of all users from one address (IPv6: one /64) within login-failure-window, after which"
                    + " further ones are refused until the window ends. 0: no limit");

    static final Setting<Integer> SESSIONS_PER_USER = Setting.of(
            "sessions-per-user",
            Format.number(0, UNLIMITED),
            "0",
            "Maximum number of live sessions of one user; a further login ends the least recently used one."
                    + " 0: no limit");

    static final Setting<Integer> MISMATCH_LIMIT = Setting.of(
            "mismatch-limit",
            Format.number(1, UNLIMITED),
            "1",
            "Number of requests with a wrong secret that end a session; 1: the first one does");

    static final Setting<List<String>> BINDINGS = Setting.of(
            "bindings",
            Format.KINDS,
            "secret,signature",
            "Kinds of binding that a login may open. A login names one in the header binding; if it does not, the first"
                    + " of these that finds its evidence is used, signature excepted");

    static final Setting<List<String>> PROOF_COMPONENTS = Setting.of(
            "proof-components",
            ProofSettings.COMPONENTS,
            "@method @path @query",
            "What the signature of each request must cover");

    static final Setting<Duration> PROOF_WINDOW = Setting.of(
            "proof-window", Format.seconds(5, 300), "60", "Time for which a signature is accepted after it was made");

    static final Setting<String> PROOF_REPLAY = Setting.of(
            "proof-replay",
            Format.oneOf(List.of(ProofSettings.NODE, ProofSettings.STORE)),
            ProofSettings.NODE,
            "Who remembers the signatures that were accepted, so that none is accepted twice. node: each node its own,"
                    + " so that a recorded request can be sent once to each other node within proof-window; store: all"
                    + " nodes, at the cost of one call of the store for each request; needs store=jdbc or redis");

    static final Setting<Integer> PROOF_REPLAY_CAPACITY = Setting.of(
            "proof-replay-capacity",
            Format.number(1, 10_000_000),
            "100000",
            "Maximum number of signed requests of one second that a node remembers; further ones get 503");

    static final Setting<Integer> PROOF_MISMATCH_LIMIT = Setting.of(
            "proof-mismatch-limit",
            Format.number(1, UNLIMITED),
            "10",
            "Number of requests with a wrong signature that end a session");

    static final Setting<Integer> PROOF_SECRET_MIN_LENGTH = Setting.of(
            "proof-secret-min-length",
            Format.bytes(32, 1024),
            "32",
            "Minimum length of a secret from which a signing key is derived, because a short one can be guessed from one"
                    + " signature");

    static final Setting<Integer> PROOF_BODY_LIMIT = Setting.of(
            "proof-body-limit",
            Format.bytes(0, 1 << 30),
            "1048576",
            "Maximum size of a request body that a signature covers, and that is read into memory for it; more gets 413");

    static final Setting<Optional<URI>> EXTERNAL_URL = Setting.optional(
            "external-url",
            Format.ROOT_URL,
            "Root of the application as clients see it, if a proxy changes the path or the host on purpose, so that"
                    + " signatures cover what clients have sent. Empty: as requests arrive");

    static final Setting<Boolean> REQUIRE_SECURE = Setting.of(
            "require-secure",
            Format.FLAG,
            "false",
            "true: a login over plain HTTP is refused; false: the first one from another machine is logged as a"
                    + " warning");

    static final Setting<Duration> HSTS_MAX_AGE = Setting.of(
            "hsts-max-age",
            Format.seconds(0, UNLIMITED),
            "31536000",
            "max-age of the header Strict-Transport-Security on secure requests. 0: no such header");

    static final Setting<Boolean> CONSOLE = Setting.of(
            "console",
            Format.FLAG,
            "true",
            "true: the console, a page that shows the product in a browser, is served at the application's root; false:"
                    + " it answers 404");

    static final Setting<Optional<List<byte[]>>> SESSION_SECRET = Setting.optional(
                    "session-secret",
                    Format.SECRETS,
                    "Keys that hashes, session ids and seals are made with: the first one is used, all of them verify."
                            + " Empty: a random key, and sessions end with the process. Required for store=jdbc or"
                            + " redis. Set it in the environment (BOUND_SESSION_SESSION_SECRET or SESSION_SECRET)"
                            + " rather than in web.xml")
            .alsoFrom("SESSION_SECRET");

    static final Setting<Optional<String>> APPLICATION = Setting.optional(
            "application",
            Format.APPLICATION_NAME,
            "Name of this security domain: its nodes share it, and no other application uses it. Sessions of one domain"
                    + " are invalid in another, also with the same session-secret and store. Empty: the context path."
                    + " Set it if nodes have different context paths, or if one WAR is deployed in two virtual hosts");

    static final Setting<Optional<String>> NODE = Setting.optional(
            "node",
            Format.matching("1 to 255 printable ASCII characters", "[ -~]{1,255}"),
            "Name of this node in lists of sessions. Empty: the name of the host");

    static final Setting<Optional<String>> METRICS_TOKEN = Setting.optional(
            "metrics-token",
            Format.TOKEN,
            "Token for /metrics: others than programs on this machine send it as Authorization: Bearer. Empty: nobody"
                    + " else may read the metrics. Set it in the environment (BOUND_SESSION_METRICS_TOKEN) rather than"
                    + " in web.xml");

    static final Setting<Duration> STORE_TIMEOUT = Setting.of(
            "store-timeout",
            Format.milliseconds(50, 60_000),
            "2000",
            "Maximum time of one call of the store, the wait for a connection included");

    /** What does not depend on the stores that are present. */
    static final List<Setting<?>> FIXED = List.of(
            SECRET_HEADER,
            SECRET_MIN_LENGTH,
            BCRYPT_COST,
            ABSOLUTE_TIMEOUT,
            LOGIN_FAILURES,
            LOGIN_FAILURE_WINDOW,
            LOGIN_FAILURES_PER_ADDRESS,
            SESSIONS_PER_USER,
            MISMATCH_LIMIT,
            BINDINGS,
            PROOF_COMPONENTS,
            PROOF_WINDOW,
            PROOF_REPLAY,
            PROOF_REPLAY_CAPACITY,
            PROOF_MISMATCH_LIMIT,
            PROOF_SECRET_MIN_LENGTH,
            PROOF_BODY_LIMIT,
            EXTERNAL_URL,
            REQUIRE_SECURE,
            HSTS_MAX_AGE,
            CONSOLE,
            SESSION_SECRET,
            APPLICATION,
            NODE,
            METRICS_TOKEN,
            STORE_TIMEOUT);

    private KnownSettings() {}
}
