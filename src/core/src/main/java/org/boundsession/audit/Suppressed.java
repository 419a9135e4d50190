package org.boundsession.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts suppressed events and their distinct addresses. Not thread-safe. */
final class Suppressed {

    /** Further addresses are not counted, which bounds the memory that a flood can use. */
    static final int MAX_ADDRESSES = 10_000;

    /** @param addresses the number of distinct addresses; {@value #MAX_ADDRESSES} means that many or more */
    record Count(long events, int addresses) {

        static final Count NONE = new Count(0, 0);

        boolean isNone() {
            return events == 0;
        }
    }

    private final Set<Object> addresses = new HashSet<>();
    private long events;

    /** @param shares the shares of a suppressed event */
    void add(List<Share> shares) {
        events++;
        shares.stream()
                .filter(share -> share.level() == Share.Level.ADDRESS)
                .forEach(share -> addAddress(share.holder()));
    }

    private void addAddress(Object address) {
        if (addresses.size() < MAX_ADDRESSES) {
            addresses.add(address);
        }
    }

    /** Adds the counts of the other one to this one, and resets the other one. */
    void takeFrom(Suppressed other) {
        events += other.events;
        other.addresses.forEach(this::addAddress);
        other.clear();
    }

    /** Returns the counts and resets them. */
    Count take() {
        Count count = new Count(events, addresses.size());
        clear();
        return count;
    }

    private void clear() {
        events = 0;
        if (!addresses.isEmpty()) {
            addresses.clear();
        }
    }
}
