package org.boundsession.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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

    private static final int MAX_NAME_LENGTH = 64;

    /** Only logins and administrators acquire it, and never during I/O or hashing. */
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
        Name name = user == null ? null : Name.of(user);
        return locked(address, (failures, now) -> {
            Duration ofAddress = byAddress(limit -> failures.total().blockedToBegin(limit, now));
            if (!ofAddress.isZero() || name == null) {
                return new Attempt(null, address, ofAddress, List.of(failures.total()));
            }
            FailureCount ofUser = failures.ofUser(name.key(), name.shown(), now);
            return new Attempt(
                    name.key(),
                    address,
                    ofUser.blockedToBegin(limits.failures(), now),
                    List.of(failures.total(), ofUser));
        });
    }

    /** Returns the blocked addresses and users, those that wait longest first. */
    List<ThrottledLogin> blockedNow(int max) {
        List<ThrottledLogin> blocked = new ArrayList<>();
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            Stream.of(ipv4, ipv6)
                    .forEach(counters -> counters.forEach((network, count) -> {
                        Duration remaining = blocked(count, now);
                        if (!remaining.isZero()) {
                            blocked.add(new ThrottledLogin(
                                    ClientAddress.describe(network), count.user(), count.failures(now), remaining));
                        }
                    }));
        }
        return blocked.stream().sorted(ThrottledLogin.LONGEST_FIRST).limit(max).toList();
    }

    private Duration blocked(FailureCount count, long now) {
        return count.user() == null
                ? byAddress(limit -> count.blocked(limit, now))
                : count.blocked(limits.failures(), now);
    }

    /**
     * Clears the failures of a user at an address, or of an address and all users there if the user is null.
     *
     * @return the number of counters that blocked
     */
    int lift(ClientAddress address, @Nullable String user) {
        String key = user == null ? null : key(user);
        return locked(address, (failures, now) -> {
            List<FailureCount> lifted = key == null
                    ? failures.counts().toList()
                    : failures.findUser(key).stream().toList();
            long blocked = lifted.stream()
                    .filter(count -> !blocked(count, now).isZero())
                    .count();
            lifted.forEach(FailureCount::clear);
            return (int) blocked;
        });
    }

    private Duration byAddress(IntFunction<Duration> blocked) {
        return limits.failuresPerAddress() == 0 ? Duration.ZERO : blocked.apply(limits.failuresPerAddress());
    }

    private <R> R locked(ClientAddress address, BiFunction<AddressFailures, Long, R> action) {
        List<String> path = address.networks();
        FailuresByNetwork counters = path.get(0).indexOf('/') < 0 ? ipv4 : ipv6;
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            return counters.visit(path, now, part -> action.apply(part, now));
        }
    }

    /** Returns a key of fixed size, however long the submitted name is. */
    private static String key(String user) {
        return Name.of(user).key();
    }

    /**
     * A user's name.
     *
     * @param key its digest, of fixed size
     * @param shown its canonical spelling, of bounded length: all spellings have one counter
     */
    private record Name(String key, String shown) {
        static Name of(String user) {
            String canonical = UserNames.canonical(user);
            byte[] digest = Sha256.digest(canonical.getBytes(StandardCharsets.UTF_8));
            return new Name(
                    Base64.getEncoder().encodeToString(digest),
                    canonical.substring(0, Math.min(MAX_NAME_LENGTH, canonical.length())));
        }
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
