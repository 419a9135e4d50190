package org.boundsession.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins by user and client address together, and by address alone, and says how long one who has failed too
 * often has to wait. Nobody can lock a user out from elsewhere (OWASP Authentication Cheat Sheet, ASVS 5.0.0 V6.3.1).
 * Thread-safe, in bounded memory.
 *
 * <p>A window begins with the first failure and does not move: waiting until its end always helps.
 */
final class LoginThrottle {

    private static final long MOST_COUNTERS = 100_000;

    /** How often something failed since a window began, in nanoseconds of the ticker. */
    private record Count(long start, int failures) {}

    private final int failures;
    private final int failuresPerAddress;
    private final Duration window;
    private final Ticker ticker;
    private final Cache<String, Count> counts;

    LoginThrottle(LoginLimits limits, Ticker ticker) {
        this.failures = limits.failures();
        this.failuresPerAddress = limits.failuresPerAddress();
        this.window = limits.window();
        this.ticker = ticker;
        this.counts = Caffeine.newBuilder()
                .maximumSize(MOST_COUNTERS)
                .expireAfter(Expiry.<String, Count>creating((key, count) -> window))
                .ticker(ticker)
                // On the caller's thread: a pool's threads would outlive the application.
                .executor(Runnable::run)
                .build();
    }

    /** How long this user may not try from this address; zero where he may. Null for credentials that name nobody. */
    Duration blocked(@Nullable String user, ClientAddress address) {
        Duration byAddress = failuresPerAddress == 0 ? Duration.ZERO : remaining(address.network(), failuresPerAddress);
        if (user == null) {
            return byAddress;
        }
        Duration byPair = remaining(pair(user, address), failures);
        return byPair.compareTo(byAddress) > 0 ? byPair : byAddress;
    }

    private Duration remaining(String key, int limit) {
        Count count = counts.getIfPresent(key);
        if (count == null || count.failures() < limit) {
            return Duration.ZERO;
        }
        return window.minusNanos(ticker.read() - count.start());
    }

    void failed(@Nullable String user, ClientAddress address) {
        if (failuresPerAddress > 0) {
            count(address.network());
        }
        if (user != null) {
            count(pair(user, address));
        }
    }

    private void count(String key) {
        counts.asMap()
                .compute(
                        key,
                        (same, count) -> count == null
                                ? new Count(ticker.read(), 1)
                                : new Count(count.start(), count.failures() + 1));
    }

    void succeeded(String user, ClientAddress address) {
        counts.invalidate(pair(user, address));
    }

    /** A key of one size, whatever was typed as a name. */
    private static String pair(String user, ClientAddress address) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(address.network().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return Base64.getEncoder().encodeToString(digest.digest(user.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
