package org.boundsession.throttle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.boundsession.bulkhead.Standing;
import org.boundsession.concurrent.OnceAMinute;
import org.boundsession.session.ClientAddress;
import org.boundsession.session.UserNames;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.FailureCounters.Counted;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Limits failed logins by the counters of this node and, if the store has some, by those that all nodes share. While
 * the store is unavailable, or if it refuses a call, the counters of this node limit alone. Thread-safe.
 *
 * <p>An attempt that this node's counters allow asks the shared ones once, and tells them if it did not fail. An attempt
 * that this node blocks asks at most once a second, so that a flood does not reach the store, and a block that another
 * node has lifted ends here soon: it is answered from memory, and a background task asks one question at a time. Malformed credentials test no password and are counted by this node only.
 */
public final class SharedThrottle {

    private static final Logger LOG = System.getLogger(SharedThrottle.class.getName());

    private final LoginThrottle own;
    private final LoginLimits limits;
    private final Optional<FailureCounters> shared;
    private final BooleanSupplier storeIsUp;
    private final Executor background;

    /** Whether no question about a blocked login is under way. */
    private final AtomicBoolean isFree = new AtomicBoolean(true);

    private final OnceAMinute logLimit = new OnceAMinute();

    /**
     * @param storeIsUp whether the store of the shared counters can be asked
     * @param background runs the questions about blocked logins
     * @param nanoTime the time of this node's counters
     */
    public SharedThrottle(
            LoginLimits limits,
            Optional<FailureCounters> shared,
            BooleanSupplier storeIsUp,
            Executor background,
            LongSupplier nanoTime) {
        this.own = new LoginThrottle(limits, nanoTime);
        this.limits = limits;
        this.shared = shared;
        this.storeIsUp = storeIsUp;
        this.background = background;
    }

    /**
     * Returns the time until this user may try again from this address; zero if an attempt is allowed. Does not wait for
     * the store, because the caller holds no permit.
     */
    public Duration blocked(String user, ClientAddress address) {
        Duration here = own.blocked(user, address);
        if (!here.isZero() && shared.isPresent() && isFree.get() && own.isToConfirm(user, address)) {
            confirm(user, address);
        }
        return here;
    }

    private void confirm(String user, ClientAddress address) {
        if (isFree.compareAndSet(true, false)) {
            background.execute(() -> {
                try {
                    compare(user, address);
                } finally {
                    isFree.set(true);
                }
            });
        }
    }

    private void compare(String user, ClientAddress address) {
        List<FailureCounter> counters = counters(user, address);
        ask(store -> store.blocked(counters, limits.window()))
                .ifPresent(waits -> agree(user, address, counters, waits));
    }

    public Standing standing(String user, ClientAddress address) {
        return own.standing(user, address);
    }

    /** Begins an attempt and counts it, unless it is blocked. A null user counts for the address, at this node only. */
    public Attempt begin(@Nullable String user, ClientAddress address) {
        LoginThrottle.Attempt here = own.begin(user, address);
        if (user == null || !here.blocked().isZero()) {
            return new Attempt(here, here.blocked(), List.of());
        }
        List<FailureCounter> counters = counters(user, address);
        List<Counted> begun =
                ask(store -> store.begin(counters, limits.window())).orElse(List.of());
        List<Duration> waits = begun.stream().map(Counted::blocked).toList();
        Duration longest = waits.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        if (longest.isZero()) {
            return new Attempt(here, longest, begun);
        }
        here.close();
        agree(user, address, counters, waits);
        return new Attempt(here, longest, List.of());
    }

    private void agree(String user, ClientAddress address, List<FailureCounter> counters, List<Duration> waits) {
        Duration ofUser = Duration.ZERO;
        Duration ofAddress = Duration.ZERO;
        for (int i = 0; i < counters.size(); i++) {
            if (counters.get(i).user() == null) {
                ofAddress = waits.get(i);
            } else {
                ofUser = waits.get(i);
            }
        }
        own.agree(user, address, ofUser, ofAddress);
    }

    /** Nobody has an empty name, and some databases cannot tell it from none. */
    private List<FailureCounter> counters(String user, ClientAddress address) {
        String network = networkOf(address);
        String name = UserNames.canonical(user);
        List<FailureCounter> counters = new ArrayList<>(2);
        if (limits.failuresPerAddress() > 0) {
            counters.add(new FailureCounter(network, null, limits.failuresPerAddress()));
        }
        if (!name.isEmpty()) {
            counters.add(new FailureCounter(network, name, limits.failures()));
        }
        return counters;
    }

    private static String networkOf(ClientAddress address) {
        return ClientAddress.describe(address.networks().get(address.networks().size() - 1));
    }

    private <T> Optional<T> ask(Function<FailureCounters, T> question) {
        return shared.isPresent() && storeIsUp.getAsBoolean() ? call(question) : Optional.empty();
    }

    private <T> Optional<T> call(Function<FailureCounters, T> question) {
        try {
            return Optional.of(question.apply(shared.orElseThrow()));
        } catch (StoreUnavailableException e) {
            if (logLimit.isDue()) {
                // Without the cause, because a database's message may quote a row.
                LOG.log(
                        Level.WARNING,
                        "Failed logins are counted inexactly, some by this node alone, because of the store: {0}",
                        e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** Returns what is blocked now, at this node or at all, those that wait longest first. */
    public List<BlockedLogins> blockedNow(int max) {
        Optional<List<BlockedLogins>> everywhere = ask(store -> store.findBlocked(max));
        Map<List<String>, BlockedLogins> blocked = new LinkedHashMap<>();
        everywhere.orElse(List.of()).forEach(login -> blocked.put(login.key(), login));
        List<BlockedLogins> here = everywhere.isPresent() ? own.blockedHere() : own.blockedNow();
        here.forEach(login -> blocked.putIfAbsent(login.key(), login));
        return blocked.values().stream()
                .sorted(BlockedLogins.LONGEST_FIRST)
                .limit(max)
                .toList();
    }

    /**
     * Allows logins of a user at an address again, or those of all users there if the user is null.
     *
     * @return the number of counters that blocked
     */
    public int lift(ClientAddress address, @Nullable String user) {
        int here = own.lift(address, user);
        String name = user == null ? null : UserNames.canonical(user);
        return Math.max(here, ask(store -> store.lift(networkOf(address), name)).orElse(0));
    }

    /** An attempt to log in. If it is closed before it has failed, it does not count. */
    public final class Attempt implements AutoCloseable {

        private final LoginThrottle.Attempt here;
        private final Duration blocked;
        private final boolean isShared;
        private List<Counted> counted;
        private List<Counted> cleared = List.of();

        private Attempt(LoginThrottle.Attempt here, Duration blocked, List<Counted> begun) {
            this.here = here;
            this.blocked = blocked;
            this.counted = begun.stream().filter(Counted::isCounted).toList();
            this.isShared = !begun.isEmpty() && counted.size() == begun.size();
        }

        /** Returns the time until an attempt is allowed; zero if this one is. */
        public Duration blocked() {
            return blocked;
        }

        public void failed() {
            here.failed(isShared);
            counted = List.of();
        }

        /** Clears the user's failures at this address. */
        public void succeeded() {
            here.succeeded();
            cleared = counted.stream()
                    .filter(count -> count.counter().user() != null)
                    .toList();
            counted = counted.stream()
                    .filter(count -> count.counter().user() == null)
                    .toList();
        }

        /** Tells the shared counters only now, when the caller holds no permit for the realm any more. */
        @Override
        public void close() {
            here.close();
            if (counted.isEmpty() && cleared.isEmpty()) {
                return;
            }
            // Also while the store is down: the counters remember it.
            call(store -> {
                store.end(counted, cleared);
                return store;
            });
        }
    }
}
