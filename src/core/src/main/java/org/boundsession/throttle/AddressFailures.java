package org.boundsession.throttle;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.boundsession.session.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Counts the failures of one address, in total and by user, or of a network and its parts. Its size is bounded:
 * failures of parts beyond the limit count for the network itself. Not thread-safe.
 */
final class AddressFailures {

    /**
     * Counted /64s of a /48, which may belong to one attacker and has 65,536 of them. More than this rarely fail at a
     * time.
     */
    static final int MAX_PARTS_OF_SITE = 64;

    /** Counted /48s of a /32, which belongs to one provider. */
    static final int MAX_PARTS_OF_PROVIDER = 256;

    /** Reached only if the limit for an address is off; otherwise fewer users can fail. */
    static final int MAX_USERS = 1000;

    private final FailureCount total;
    private final Map<String, FailureCount> users = new HashMap<>();

    /** In the order of their last use. */
    private final Map<String, AddressFailures> parts = new LinkedHashMap<>(16, 0.75f, true);

    private final String network;
    private final Duration window;
    private int weight = 1;
    private int failures;
    private long lastUsed;

    /** @param network the address or network, see {@link ClientAddress#networks} */
    AddressFailures(String network, Duration window) {
        this.network = network;
        this.window = window;
        this.total = new FailureCount(null, window);
    }

    FailureCount total() {
        return total;
    }

    /** Returns the number of counters, including those of parts. */
    int weight() {
        return weight;
    }

    /** Returns the number of failed attempts since these counters were created, including those of parts. */
    int failures() {
        return failures;
    }

    void addFailure() {
        failures++;
    }

    boolean isUnusedAt(long now) {
        // An attempt fails some time after it begins, and counts for the window from then on.
        return now - lastUsed >= window.plusMinutes(1).toNanos();
    }

    /**
     * Applies an action to the counters of the part at this path, or of the network around it if no further part is
     * counted.
     */
    <R> R visit(List<String> path, long now, Function<AddressFailures, R> action) {
        lastUsed = now;
        AddressFailures part = path.isEmpty() ? null : partOf(path, now);
        if (part == null) {
            return action.apply(this);
        }
        int weightBefore = part.weight;
        int failuresBefore = part.failures;
        R result = part.visit(path.subList(1, path.size()), now, action);
        weight += part.weight - weightBefore;
        failures += part.failures - failuresBefore;
        return result;
    }

    private @Nullable AddressFailures partOf(List<String> path, long now) {
        AddressFailures present = parts.get(path.get(0));
        if (present != null) {
            return present;
        }
        forgetUnusedParts(now);
        if (parts.size() >= (path.size() == 1 ? MAX_PARTS_OF_SITE : MAX_PARTS_OF_PROVIDER)) {
            return null;
        }
        AddressFailures part = new AddressFailures(path.get(0), window);
        parts.put(path.get(0), part);
        weight += part.weight;
        return part;
    }

    private void forgetUnusedParts(long now) {
        Iterator<AddressFailures> eldest = parts.values().iterator();
        while (eldest.hasNext()) {
            AddressFailures part = eldest.next();
            if (!part.isUnusedAt(now)) {
                return;
            }
            eldest.remove();
            weight -= part.weight;
        }
    }

    /** Returns whether a login of any user from this address has failed within its window. */
    boolean haveFailed(String user, long now) {
        return total.failures(now) > 0
                || findUser(user).map(count -> count.failures(now) > 0).orElse(false);
    }

    /** Returns the counter of a user at this address, if there is one. */
    Optional<FailureCount> findUser(String user) {
        return Optional.ofNullable(users.get(user));
    }

    /**
     * Returns the counter of a user at this address; it is created if it is missing.
     *
     * @param name the user's name, to be shown
     */
    FailureCount ofUser(String user, String name, long now) {
        FailureCount present = users.get(user);
        if (present != null) {
            return present;
        }
        if (users.size() >= MAX_USERS) {
            forgetFewest(now);
        }
        FailureCount count = new FailureCount(name, window);
        users.put(user, count);
        weight++;
        return count;
    }

    /** Returns the counters of this address or network, without those of its parts. */
    Stream<FailureCount> counts() {
        return Stream.concat(Stream.of(total), users.values().stream());
    }

    /** Returns the counters that can block a user at this address. */
    List<FailureCount> countsFor(String user) {
        return Stream.concat(Stream.of(total), findUser(user).stream()).toList();
    }

    /** Visits the counters of this address or network, and of its parts. */
    void forEach(BiConsumer<AddressFailures, FailureCount> visitor) {
        counts().forEach(count -> visitor.accept(this, count));
        parts.values().forEach(part -> part.forEach(visitor));
    }

    String network() {
        return network;
    }

    /** Returns whether nodes share counters of this network: of an address or a /64, not of what is around them. */
    boolean isShared() {
        return !network.endsWith("/32") && !network.endsWith("/48");
    }

    /** Evicts the user with the fewest failures: invented users, who fail once each, do not evict a user who fails often. */
    private void forgetFewest(long now) {
        users.entrySet().stream()
                .filter(user -> !user.getValue().isPending())
                .min(Comparator.comparingInt(user -> user.getValue().failures(now)))
                .ifPresent(user -> {
                    users.remove(user.getKey());
                    weight--;
                });
    }
}
