package org.boundsession.binding;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which users take turns. Of one user, a caller of better standing goes first and is displaced last; among callers
 * of one standing, origins take turns. Not thread-safe.
 */
final class UserQueue<T> {

    /** No queue in it is empty. */
    private final Map<String, Map<Standing, FairQueue<T>>> users = new LinkedHashMap<>();

    int sizeOf(String user) {
        return ofUser(user).values().stream().mapToInt(FairQueue::size).sum();
    }

    private Map<Standing, FairQueue<T>> ofUser(String user) {
        return users.getOrDefault(user, Map.of());
    }

    void add(Caller caller, T item) {
        users.computeIfAbsent(caller.user(), user -> new EnumMap<>(Standing.class))
                .computeIfAbsent(caller.standing(), standing -> new FairQueue<>())
                .add(caller.origin(), item);
    }

    /** Does nothing if it is not there. */
    void remove(Caller caller, T item) {
        FairQueue<T> queue = ofUser(caller.user()).get(caller.standing());
        if (queue != null && queue.remove(caller.origin(), item)) {
            forgetEmpty(caller.user());
        }
    }

    /** Removes the item whose turn it is; null if there is none. */
    @Nullable
    T poll() {
        if (users.isEmpty()) {
            return null;
        }
        String user = users.keySet().iterator().next();
        T item = pollOf(user, standing -> true);
        Map<Standing, FairQueue<T>> rest = users.remove(user);
        if (rest != null) {
            users.put(user, rest);
        }
        return item;
    }

    /** Removes the best item of the same user, if its standing is better than the caller's; null if there is none. */
    @Nullable
    T pollBetterThan(Caller caller) {
        return pollOf(caller.user(), standing -> standing.compareTo(caller.standing()) < 0);
    }

    private @Nullable T pollOf(String user, Predicate<Standing> accepted) {
        Standing best =
                ofUser(user).keySet().stream().min(Comparator.naturalOrder()).orElse(null);
        FairQueue<T> queue =
                best == null || !accepted.test(best) ? null : ofUser(user).get(best);
        if (queue == null) {
            return null;
        }
        T item = queue.poll();
        forgetEmpty(user);
        return item;
    }

    private void forgetEmpty(String user) {
        Map<Standing, FairQueue<T>> queues = ofUser(user);
        queues.values().removeIf(queue -> queue.size() == 0);
        if (queues.isEmpty()) {
            users.remove(user);
        }
    }

    /**
     * The item of the same user that has to make room for a new one: the newest of the worst standing below the caller's,
     * or one of the longest origin of the caller's own standing; null if there is none.
     */
    @Nullable
    T displacedBy(Caller caller) {
        Map<Standing, FairQueue<T>> queues = ofUser(caller.user());
        Standing worst = queues.keySet().stream().max(Comparator.naturalOrder()).orElse(caller.standing());
        FairQueue<T> queue = queues.get(worst);
        if (queue == null || worst.compareTo(caller.standing()) < 0) {
            return null;
        }
        return worst == caller.standing() ? queue.displacedBy(caller.origin()) : queue.newest();
    }
}
