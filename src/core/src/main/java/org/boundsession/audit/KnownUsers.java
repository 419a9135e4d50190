package org.boundsession.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The users who logged in most recently (a bounded LRU set), in the spelling under which they are counted.
 * Thread-safe.
 */
final class KnownUsers {

    private static final int MAX_USERS = 10_000;

    private final Set<String> users =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MAX_USERS;
                }
            }));

    void add(String user) {
        users.add(user);
    }

    boolean contains(String user) {
        return users.contains(user);
    }
}
