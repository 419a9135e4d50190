package org.boundsession.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.boundsession.bulkhead.Standing;
import org.boundsession.keys.Sha256;
import org.boundsession.session.ClientAddress;
import org.boundsession.session.UserNames;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins by user and client address together, and by address alone, and returns how long a client that has
 * failed too often has to wait. A client cannot lock a user out at other addresses (OWASP Authentication Cheat Sheet, ASVS
 * 5.0.0 V6.3.1).
 * Thread-safe, in bounded memory.
 *
 * <p>An attempt counts from its beginning until it is known not to have failed, so that parallel attempts do not overrun a
 * limit. A window begins with the first failure and is fixed: an attempt after its end is always allowed.
 *
 * <p>Counters outlive a flood of invented addresses and names: those of IPv4 and of IPv6 addresses do not compete for
 * memory, and both evict the entries with the fewest failures.
 */
final class LoginThrottle {

    /** Only logins acquire it, and never during I/O or hashing. */
    private final Object lock = new Object();

    private final LoginLimits limits;
    private final LongSupplier nanoTime;

    /** Addresses that are not grouped by network. */
    private final FailuresByNetwork ipv4;

    /** Addresses that are grouped by network. */
    private final FailuresByNetwork ipv6;

    private final KnownNetworks known = new KnownNetworks();

    LoginThrottle(LoginLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.ipv4 = new FailuresByNetwork(limits.window());
        this.ipv6 = new FailuresByNetwork(limits.window());
    }

    /** Returns the time until this user may try again from this address; zero if an attempt is allowed. */
    Duration blocked(String user, ClientAddress address) {
        String key = key(user);
        return locked(address, (failures, now) -> {
            Duration ofAddress = byAddress(limit -> failures.total().blocked(limit, now));
            Duration ofUser = failures.findUser(key)
                    .map(count -> count.blocked(limits.failures(), now))
                    .orElse(Duration.ZERO);
            return ofUser.compareTo(ofAddress) > 0 ? ofUser : ofAddress;
        });
    }

    /** Returns what is known from past logins of this user and from this address. */
    Standing standing(String user, ClientAddress address) {
        String key = key(user);
        return locked(address, (failures, now) -> {
            if (known.contains(key, address)) {
                return Standing.KNOWN;
            }
            return failures.haveFailed(key, now) ? Standing.FAILED : Standing.NEW;
        });
    }

    /** Begins an attempt and counts it, unless it is blocked. A null user counts for the address only. */
    Attempt begin(@Nullable String user, ClientAddress address) {
        String key = user == null ? null : key(user);
        return locked(address, (failures, now) -> {
            Duration ofAddress = byAddress(limit -> failures.total().blockedToBegin(limit, now));
            if (!ofAddress.isZero() || key == null) {
                return new Attempt(null, address, ofAddress, List.of(failures.total()));
            }
            FailureCount ofUser = failures.ofUser(key, now);
            return new Attempt(
                    key, address, ofUser.blockedToBegin(limits.failures(), now), List.of(failures.total(), ofUser));
        });
    }

    private Duration byAddress(IntFunction<Duration> blocked) {
        return limits.failuresPerAddress() == 0 ? Duration.ZERO : blocked.apply(limits.failuresPerAddress());
    }

    private <R> R locked(ClientAddress address, BiFunction<AddressFailures, Long, R> action) {
        List<String> path = address.networks();
        FailuresByNetwork counters = path.size() > 1 ? ipv6 : ipv4;
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            return counters.visit(path, now, part -> action.apply(part, now));
        }
    }

    /** Returns a key of fixed size, however long the submitted name is. */
    private static String key(String user) {
        byte[] name = UserNames.canonical(user).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Sha256.digest(name));
    }

    /** An attempt to log in. If it is closed before it has failed or succeeded, it does not count. */
    final class Attempt implements AutoCloseable {

        private final @Nullable String user;
        private final ClientAddress address;
        private final Duration blocked;
        private final List<FailureCount> counts;
        private boolean pending;

        private Attempt(@Nullable String user, ClientAddress address, Duration blocked, List<FailureCount> counts) {
            this.user = user;
            this.address = address;
            this.blocked = blocked;
            this.counts = counts;
            if (blocked.isZero()) {
                counts.forEach(FailureCount::begin);
                pending = true;
            }
        }

        /** Returns the time until an attempt is allowed; zero if this one is. */
        Duration blocked() {
            return blocked;
        }

        void failed() {
            end((part, now) -> {
                counts.forEach(count -> count.fail(now));
                part.addFailure();
            });
        }

        /** Clears the user's failures at this address, whose network is known for the user from then on. */
        void succeeded() {
            end((part, now) -> {
                if (user != null) {
                    known.add(user, address);
                }
                counts.forEach(FailureCount::takeBack);
                counts.stream().skip(1).forEach(FailureCount::clear);
            });
        }

        @Override
        public void close() {
            end((part, now) -> counts.forEach(FailureCount::takeBack));
        }

        private void end(BiConsumer<AddressFailures, Long> how) {
            if (pending) {
                pending = false;
                locked(address, (part, now) -> {
                    how.accept(part, now);
                    return now;
                });
            }
        }
    }
}
