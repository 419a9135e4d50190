package org.boundsession.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.boundsession.bulkhead.Standing;
import org.boundsession.session.ClientAddress;
import org.boundsession.store.BlockedLogins;
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

    private final LoginLimits limits;
    private final CountedFailures counted;

    /** Only accessed by actions on the counters. */
    private final KnownNetworks known = new KnownNetworks();

    LoginThrottle(LoginLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.counted = new CountedFailures(limits.window(), nanoTime);
    }

    /** Returns the time until this user may try again from this address; zero if an attempt is allowed. */
    Duration blocked(String user, ClientAddress address) {
        String key = LoginName.of(user).key();
        return counted.visit(address, (failures, now) -> {
            Duration ofAddress = byAddress(limit -> failures.total().blocked(limit, now));
            Duration ofUser = failures.findUser(key)
                    .map(count -> count.blocked(limits.failures(), now))
                    .orElse(Duration.ZERO);
            return ofUser.compareTo(ofAddress) > 0 ? ofUser : ofAddress;
        });
    }

    /** Returns what is known from past logins of this user and from this address. */
    Standing standing(String user, ClientAddress address) {
        String key = LoginName.of(user).key();
        return counted.visit(address, (failures, now) -> {
            if (known.contains(key, address)) {
                return Standing.KNOWN;
            }
            return failures.haveFailed(key, now) ? Standing.FAILED : Standing.NEW;
        });
    }

    /** Begins an attempt and counts it, unless it is blocked. A null user counts for the address only. */
    Attempt begin(@Nullable String user, ClientAddress address) {
        LoginName name = user == null ? null : LoginName.of(user);
        return counted.visit(address, (failures, now) -> {
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

    /** Returns the blocked addresses and users, including those that only failures at this node block. */
    List<BlockedLogins> blockedNow() {
        return blockedNow((network, count, now) -> true);
    }

    /** Returns what is blocked by failures that the counters of other nodes do not know. */
    List<BlockedLogins> blockedHere() {
        return blockedNow((network, count, now) -> !network.isShared() || count.isBlockedHere(limitOf(count), now));
    }

    @FunctionalInterface
    private interface Filter {
        boolean accepts(AddressFailures network, FailureCount count, long now);
    }

    private List<BlockedLogins> blockedNow(Filter filter) {
        List<BlockedLogins> blocked = new ArrayList<>();
        counted.forEach((network, count, now) -> {
            Duration remaining = blocked(count, now);
            if (!remaining.isZero() && filter.accepts(network, count, now)) {
                blocked.add(new BlockedLogins(
                        ClientAddress.describe(network.network()), count.user(), count.failures(now), remaining));
            }
        });
        return blocked;
    }

    private int limitOf(FailureCount count) {
        return count.user() == null ? limits.failuresPerAddress() : limits.failures();
    }

    /**
     * Returns whether a block at this address should be compared with the counters that all nodes share: true for one
     * caller a second.
     */
    boolean isToConfirm(String user, ClientAddress address) {
        String key = LoginName.of(user).key();
        return counted.visit(address, (failures, now) -> {
            List<FailureCount> counts = failures.countsFor(key);
            boolean toConfirm =
                    counts.stream().anyMatch(count -> !blocked(count, now).isZero() && !count.isConfirmed(now));
            if (toConfirm) {
                counts.forEach(count -> count.confirm(now));
            }
            return toConfirm;
        });
    }

    /** Takes over the wait of a user and of an address by the counters that all nodes share. */
    void agree(String user, ClientAddress address, Duration ofUser, Duration ofAddress) {
        LoginName name = LoginName.of(user);
        counted.visit(address, (failures, now) -> {
            if (limits.failuresPerAddress() > 0 && failures.isShared()) {
                failures.total().agree(limits.failuresPerAddress(), ofAddress, now);
            }
            if (failures.isShared()) {
                failures.ofUser(name.key(), name.shown(), now).agree(limits.failures(), ofUser, now);
            }
            return failures;
        });
    }

    private Duration blocked(FailureCount count, long now) {
        return limitOf(count) == 0 ? Duration.ZERO : count.blocked(limitOf(count), now);
    }

    /**
     * Clears the failures of a user at an address, or of an address and all users there if the user is null. Of long
     * names, all that begin alike are meant, because a list shows no more of them.
     *
     * @return the number of counters that blocked
     */
    int lift(ClientAddress address, @Nullable String user) {
        String shown = user == null ? null : LoginName.of(user).shown();
        return counted.visit(address, (failures, now) -> {
            List<FailureCount> lifted = failures.counts()
                    .filter(count -> shown == null || shown.equals(count.user()))
                    .toList();
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
            failed(false);
        }

        /** @param isShared whether the counters that all nodes share have counted this attempt as well */
        void failed(boolean isShared) {
            end((part, now) -> {
                counts.forEach(count -> count.fail(now, isShared && part.isShared()));
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
                counted.visit(address, (part, now) -> {
                    how.accept(part, now);
                    return now;
                });
            }
        }
    }
}
