package org.boundsession.throttle;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.boundsession.session.ClientAddress;

/** The counters of this node, by address. Thread-safe: an action on them runs under a lock. */
final class CountedFailures {

    /** Only logins and administrators acquire it, and never during I/O or hashing. */
    private final Object lock = new Object();

    private final LongSupplier nanoTime;

    /** Addresses that are not grouped by network. */
    private final FailuresByNetwork ipv4;

    /** Addresses that are grouped by network. */
    private final FailuresByNetwork ipv6;

    CountedFailures(Duration window, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.ipv4 = new FailuresByNetwork(window);
        this.ipv6 = new FailuresByNetwork(window);
    }

    /** Applies an action to the counters of an address and the present time. */
    <R> R visit(ClientAddress address, BiFunction<AddressFailures, Long, R> action) {
        List<String> path = address.networks();
        FailuresByNetwork counters = path.get(0).indexOf('/') < 0 ? ipv4 : ipv6;
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            return counters.visit(path, now, part -> action.apply(part, now));
        }
    }

    /** Receives a counter of a network. */
    @FunctionalInterface
    interface Visitor {
        void visit(AddressFailures network, FailureCount count, long now);
    }

    /** Visits all counters. */
    void forEach(Visitor visitor) {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            List.of(ipv4, ipv6)
                    .forEach(counters -> counters.forEach((network, count) -> visitor.visit(network, count, now)));
        }
    }
}
