package org.boundsession.throttle;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Counts failures by the outermost network of an address, in bounded memory: the networks with the fewest failures are
 * evicted first, and among these the least recently used one. A flood of invented addresses that fail once each
 * therefore does not evict the counters of others. Not thread-safe.
 */
final class FailuresByNetwork {

    private static final long MAX_COUNTERS = 100_000;
    private static final int RANKS = 16;

    private record Ranked(AddressFailures failures, int rank) {}

    private final Map<String, Ranked> networks = new HashMap<>();

    /** The networks of each rank, in the order of their last use. */
    private final List<Map<String, AddressFailures>> ranks = Stream.<Map<String, AddressFailures>>generate(
                    LinkedHashMap::new)
            .limit(RANKS)
            .toList();

    private final Duration window;
    private long weight;

    FailuresByNetwork(Duration window) {
        this.window = window;
    }

    /** Applies an action to the counters of an address, given its networks from coarse to fine. */
    <R> R visit(List<String> path, long now, Function<AddressFailures, R> action) {
        String key = path.get(0);
        Ranked present = networks.get(key);
        AddressFailures network = present == null ? new AddressFailures(key, window) : present.failures();
        if (present != null) {
            forget(key, present);
        }
        R result = network.visit(path.subList(1, path.size()), now, action);
        makeRoom(network.weight(), now);
        add(key, network);
        return result;
    }

    /** Visits all counters, with their networks. */
    void forEach(BiConsumer<AddressFailures, FailureCount> visitor) {
        networks.values().forEach(ranked -> ranked.failures().forEach(visitor));
    }

    private void add(String key, AddressFailures network) {
        int rank = Math.min(network.failures(), RANKS - 1);
        networks.put(key, new Ranked(network, rank));
        ranks.get(rank).put(key, network);
        weight += network.weight();
    }

    private void forget(String key, Ranked network) {
        networks.remove(key);
        ranks.get(network.rank()).remove(key);
        weight -= network.failures().weight();
    }

    private void makeRoom(int added, long now) {
        for (Map<String, AddressFailures> rank : ranks) {
            forgetUnused(rank, now);
        }
        for (Map<String, AddressFailures> rank : ranks) {
            while (weight + added > MAX_COUNTERS && !rank.isEmpty()) {
                forgetEldest(rank);
            }
        }
    }

    private void forgetUnused(Map<String, AddressFailures> rank, long now) {
        while (!rank.isEmpty() && rank.values().iterator().next().isUnusedAt(now)) {
            forgetEldest(rank);
        }
    }

    private void forgetEldest(Map<String, AddressFailures> rank) {
        Iterator<String> eldest = rank.keySet().iterator();
        String key = eldest.next();
        Ranked network = networks.get(key);
        if (network != null) {
            forget(key, network);
        }
    }
}
