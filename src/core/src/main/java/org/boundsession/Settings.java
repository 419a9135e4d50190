package org.boundsession;

import jakarta.servlet.ServletContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Quotas;
import org.boundsession.settings.Format;
import org.boundsession.settings.Source;
import org.boundsession.throttle.LoginLimits;
import org.boundsession.web.HttpParts;

/**
 * The configuration of this application, from the {@link KnownSettings}. A context parameter that is unknown,
 * malformed or out of range stops the deployment.
 *
 * @param sessionSecrets the values of {@code session-secret}, the first one for new sessions; empty if none is set
 * @param store where sessions live: the name of a store, or {@link Stores#CONTAINER}
 * @param storeTimeout the time limit of one call of the store, including the wait for a connection
 * @param application the name of the security domain, which its nodes share and no other application uses
 * @param node the name of this node in lists of sessions
 * @param bindings the kinds of binding that a login may open
 * @param bcryptCost the cost parameter of bcrypt, the binary logarithm of the number of rounds
 */
record Settings(
        HttpParts.Options web,
        Lifetimes lifetimes,
        Quotas quotas,
        String application,
        String node,
        List<String> bindings,
        ProofSettings proofs,
        int bcryptCost,
        List<byte[]> sessionSecrets,
        String store,
        Duration storeTimeout) {

    public Settings {
        bindings = List.copyOf(bindings);
        sessionSecrets = List.copyOf(sessionSecrets);
        if (sessionSecrets.isEmpty() && !store.equals(Stores.CONTAINER)) {
            throw new IllegalArgumentException(
                    "bound-session.session-secret: required for store=jdbc or redis, because sessions could not be"
                            + " verified after a restart");
        }
    }

    /**
     * @throws IllegalArgumentException if a value is not accepted; the message names the key, where it is set and what
     *     is expected, never the value
     */
    static Settings of(ServletContext context, Source source, Stores stores) {
        String store = stores.chosen(source);
        return new Settings(
                web(source),
                new Lifetimes(idleTimeout(context), source.get(KnownSettings.ABSOLUTE_TIMEOUT)),
                new Quotas(source.get(KnownSettings.SESSIONS_PER_USER), source.get(KnownSettings.MISMATCH_LIMIT)),
                source.get(KnownSettings.APPLICATION).orElseGet(() -> nameOf(context.getContextPath())),
                source.get(KnownSettings.NODE).orElseGet(Settings::hostName),
                source.get(KnownSettings.BINDINGS),
                ProofSettings.of(source, store),
                source.get(KnownSettings.BCRYPT_COST),
                secrets(source, store),
                store,
                source.get(KnownSettings.STORE_TIMEOUT));
    }

    /** Sessions in the container need no secret, so a malformed one of another product is only warned of. */
    private static List<byte[]> secrets(Source source, String store) {
        Optional<List<byte[]>> secrets = store.equals(Stores.CONTAINER)
                ? source.getUnlessForeign(KnownSettings.SESSION_SECRET)
                : source.get(KnownSettings.SESSION_SECRET);
        return secrets.orElse(List.of());
    }

    private static HttpParts.Options web(Source source) {
        return new HttpParts.Options(
                source.get(KnownSettings.SECRET_HEADER),
                source.get(KnownSettings.SECRET_MIN_LENGTH),
                source.get(KnownSettings.REQUIRE_SECURE),
                source.get(KnownSettings.HSTS_MAX_AGE).toSeconds(),
                source.get(KnownSettings.CONSOLE),
                source.get(KnownSettings.PROOF_BODY_LIMIT),
                new LoginLimits(
                        source.get(KnownSettings.LOGIN_FAILURES),
                        source.get(KnownSettings.LOGIN_FAILURES_PER_ADDRESS),
                        source.get(KnownSettings.LOGIN_FAILURE_WINDOW)));
    }

    /**
     * Returns the default name of an application: its context path, percent-encoded as in a URL, {@code /} for the
     * root.
     */
    private static String nameOf(String contextPath) {
        return encoded(contextPath.isEmpty() ? "/" : contextPath)
                .flatMap(Format.APPLICATION_NAME::parse)
                .orElseThrow(() -> new IllegalArgumentException(
                        "bound-session.application: required, because the context path has more than 255 characters"));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException noName) {
            return "localhost";
        }
    }

    private static Optional<String> encoded(String path) {
        try {
            return Optional.of(new URI(null, null, path, null).toASCIIString());
        } catch (URISyntaxException notAPath) {
            return Optional.empty();
        }
    }

    /**
     * Returns the max-age of the cookie, which is also the idle timeout, so that cookie and session expire together.
     */
    private static Duration idleTimeout(ServletContext context) {
        int maxAge = context.getSessionCookieConfig().getMaxAge();
        if (maxAge < 1 || maxAge > KnownSettings.MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "<max-age> of <cookie-config> in web.xml, which is the idle timeout: expected a whole number of"
                            + " seconds from 1 to " + KnownSettings.MAX_SECONDS);
        }
        return Duration.ofSeconds(maxAge);
    }

    @Override
    public String toString() {
        return "Settings";
    }
}
