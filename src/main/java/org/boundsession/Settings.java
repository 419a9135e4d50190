package org.boundsession;

import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.boundsession.binding.Lifetimes;
import org.boundsession.binding.Quotas;
import org.boundsession.web.HttpParts;
import org.boundsession.web.LoginLimits;

/**
 * How this application is configured: by context parameters ({@code web.xml}, and over it the container's own), and over
 * both by the environment. A parameter that is unknown, malformed or out of range stops the deployment.
 *
 * @param sessionSecrets keys that peppers are derived from, the first for new hashes; empty if none is configured
 * @param store where sessions live
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
        StoreSettings store) {

    private static final int MAX_SECONDS = 86_400;

    public Settings {
        sessionSecrets = List.copyOf(sessionSecrets);
        if (sessionSecrets.isEmpty() && store.kind() != StoreSettings.Kind.CONTAINER) {
            throw new IllegalArgumentException(
                    "bound-session.session-secret: required for store=jdbc or redis, because sessions could not be"
                            + " verified after a restart");
        }
    }

    /**
     * @throws IllegalArgumentException with the key and what was expected of it, never with the value
     */
    static Settings of(ServletContext context, Map<String, String> environment) {
        Source source = new Source(context, environment);
        Set<String> unknown = new TreeSet<>(source.unknownParameters());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown context parameter " + String.join(", ", unknown));
        }
        return new Settings(
                new HttpParts.Options(
                        source.token("secret-header", "secretid"),
                        source.number("secret-min-length", 8, 1, 1024),
                        source.flag("require-secure", false),
                        source.number("hsts-max-age", 31_536_000, 0, Integer.MAX_VALUE),
                        new LoginLimits(
                                source.number("login-failures", 10, 1, Integer.MAX_VALUE),
                                source.number("login-failures-per-address", 100, 0, Integer.MAX_VALUE),
                                Duration.ofSeconds(source.number("login-failure-window", 120, 1, MAX_SECONDS)))),
                new Lifetimes(
                        idleTimeout(context),
                        Duration.ofSeconds(source.number("absolute-timeout", 3600, 1, MAX_SECONDS))),
                new Quotas(
                        source.number("sessions-per-user", 0, 0, Integer.MAX_VALUE),
                        source.number("mismatch-limit", 1, 1, Integer.MAX_VALUE)),
                source.application(context.getContextPath()),
                source.number("bcrypt-cost", 10, 10, 15),
                source.secrets("session-secret"),
                source.store());
    }

    /** The server's idle timeout is the cookie's age: a browser and the server forget at the same second. */
    private static Duration idleTimeout(ServletContext context) {
        int maxAge = context.getSessionCookieConfig().getMaxAge();
        if (maxAge < 1 || maxAge > MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "<max-age> of <cookie-config> in web.xml: expected a number of seconds from 1 to " + MAX_SECONDS);
        }
        return Duration.ofSeconds(maxAge);
    }

    @Override
    public String toString() {
        return "Settings";
    }
}
