package org.boundsession.bulkhead;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical fair queue: each key of a path names a group within the group before it, and the groups of one level
 * are served round-robin. The innermost group is first in, first out. All paths of one queue have the same length. Not
 * thread-safe.
 */
final class FairQueue<T> {

    private final Map<String, FairQueue<T>> groups = new LinkedHashMap<>();
    private final Deque<T> items = new ArrayDeque<>();
    private int size;

    int size() {
        return size;
    }

    /** Returns the number of items in the group that the keys name. */
    int sizeOf(List<String> group) {
        if (group.isEmpty()) {
            return size;
        }
        FairQueue<T> present = groups.get(group.get(0));
        return present == null ? 0 : present.sizeOf(rest(group));
    }

    void add(List<String> path, T item) {
        size++;
        if (path.isEmpty()) {
            items.add(item);
            return;
        }
        groups.computeIfAbsent(path.get(0), key -> new FairQueue<>()).add(rest(path), item);
    }

    /** Returns false if the item is not in the queue. */
    boolean remove(List<String> path, T item) {
        boolean removed = path.isEmpty() ? items.remove(item) : removeFromGroup(path, item);
        if (removed) {
            size--;
        }
        return removed;
    }

    private boolean removeFromGroup(List<String> path, T item) {
        FairQueue<T> group = groups.get(path.get(0));
        if (group == null || !group.remove(rest(path), item)) {
            return false;
        }
        if (group.size == 0) {
            groups.remove(path.get(0));
        }
        return true;
    }

    /** Removes and returns the next item; null if the queue is empty. */
    @Nullable
    T poll() {
        if (size == 0) {
            return null;
        }
        size--;
        return groups.isEmpty() ? items.poll() : pollGroup();
    }

    private @Nullable T pollGroup() {
        String key = groups.keySet().iterator().next();
        FairQueue<T> group = groups.remove(key);
        T item = group.poll();
        if (group.size > 0) {
            groups.put(key, group);
        }
        return item;
    }

    /**
     * Returns the item that is dropped to make room for a new one (longest queue drop): the newest of the longest
     * group, if that group stays at least as long as the group that the new item joins; null if there is none.
     */
    @Nullable
    T displacedBy(List<String> path) {
        if (path.isEmpty()) {
            return null;
        }
        FairQueue<T> longest = longestGroup();
        FairQueue<T> own = groups.get(path.get(0));
        int ownSize = own == null ? 0 : own.size;
        if (longest != null && longest.size > ownSize + 1) {
            return longest.newest();
        }
        return own == null ? null : own.displacedBy(rest(path));
    }

    /** As {@link #displacedBy(List)}, within the group that the first {@code keys} keys name. */
    @Nullable
    T displacedBy(List<String> path, int keys) {
        if (keys == 0) {
            return displacedBy(path);
        }
        FairQueue<T> own = groups.get(path.get(0));
        return own == null ? null : own.displacedBy(rest(path), keys - 1);
    }

    /** Returns the newest item of the longest group; null if the queue is empty. */
    @Nullable
    T newest() {
        FairQueue<T> longest = longestGroup();
        return longest == null ? items.peekLast() : longest.newest();
    }

    /**
     * Of several longest groups, the one that was served or added last: the items of the first may be in progress
     * already.
     */
    private @Nullable FairQueue<T> longestGroup() {
        return groups.values().stream()
                .reduce((longest, next) -> next.size >= longest.size ? next : longest)
                .orElse(null);
    }

    private static List<String> rest(List<String> path) {
        return path.subList(1, path.size());
    }
}
