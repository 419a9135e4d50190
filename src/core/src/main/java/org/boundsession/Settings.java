package org.boundsession;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.boundsession.binding.Lifetimes;
import org.boundsession.binding.Quotas;
import org.boundsession.settings.Format;
import org.boundsession.settings.Source;
import org.boundsession.web.HttpParts;
import org.boundsession.web.LoginLimits;

/**
 * The configuration of this application, from the {@link KnownSettings}. A context parameter that is unknown, malformed or
 * out of range stops the deployment.
 *
 * @param sessionSecrets keys that peppers are derived from, the first for new hashes; empty if none is configured
 * @param store where sessions live: the name of a store, or {@link Stores#CONTAINER}
 * @param storeTimeout for one call of the store, the wait for a connection included
 * @param application the name of the security domain, which its nodes share and no other application uses
 * @param bcryptCost the power of two of bcrypt's rounds
 */
record Settings(
        HttpParts.Options web,
        Lifetimes lifetimes,
        Quotas quotas,
        String application,
        int bcryptCost,
        List<byte[]> sessionSecrets,
        String store,
        Duration storeTimeout) {

    public Settings {
        sessionSecrets = List.copyOf(sessionSecrets);
        if (sessionSecrets.isEmpty() && !store.equals(Stores.CONTAINER)) {
            throw new IllegalArgumentException(
                    "bound-session.session-secret: required for store=jdbc or redis, because sessions could not be"
                            + " verified after a restart");
        }
    }

    /**
     * @throws IllegalArgumentException with the key, where it is set and what is expected, never with the value
     */
    static Settings of(ServletContext context, Source source, Stores stores) {
        return new Settings(
                web(source),
                new Lifetimes(idleTimeout(context), source.get(KnownSettings.ABSOLUTE_TIMEOUT)),
                new Quotas(source.get(KnownSettings.SESSIONS_PER_USER), source.get(KnownSettings.MISMATCH_LIMIT)),
                source.get(KnownSettings.APPLICATION).orElseGet(() -> nameOf(context.getContextPath())),
                source.get(KnownSettings.BCRYPT_COST),
                source.get(KnownSettings.SESSION_SECRET).orElse(List.of()),
                stores.chosen(source),
                source.get(KnownSettings.STORE_TIMEOUT));
    }

    private static HttpParts.Options web(Source source) {
        return new HttpParts.Options(
                source.get(KnownSettings.SECRET_HEADER),
                source.get(KnownSettings.SECRET_MIN_LENGTH),
                source.get(KnownSettings.REQUIRE_SECURE),
                source.get(KnownSettings.HSTS_MAX_AGE).toSeconds(),
                new LoginLimits(
                        source.get(KnownSettings.LOGIN_FAILURES),
                        source.get(KnownSettings.LOGIN_FAILURES_PER_ADDRESS),
                        source.get(KnownSettings.LOGIN_FAILURE_WINDOW)));
    }

    /** The name of an application that has none: its context path as it stands in a URL, {@code /} for the root. */
    private static String nameOf(String contextPath) {
        return encoded(contextPath.isEmpty() ? "/" : contextPath)
                .flatMap(Format.APPLICATION_NAME::parse)
                .orElseThrow(() -> new IllegalArgumentException(
                        "bound-session.application: required, because the context path has more than 255 characters"));
    }

    private static Optional<String> encoded(String path) {
        try {
            return Optional.of(new URI(null, null, path, null).toASCIIString());
        } catch (URISyntaxException notAPath) {
            return Optional.empty();
        }
    }

    /** The server's idle timeout is the cookie's age: a browser and the server forget at the same second. */
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
