package org.boundsession.throttle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.boundsession.session.ClientAddress;

/**
 * The networks from which users have logged in, in bounded memory: the least recently used entries are evicted first. One
 * user does not evict the networks of another, however many it has. Not thread-safe.
 */
final class KnownNetworks {

    static final int MAX_USERS = 10_000;
    static final int MAX_OF_USER = 8;

    private final Map<String, Map<String, Boolean>> users = new Lru<>(MAX_USERS);

    void add(String user, ClientAddress address) {
        users.computeIfAbsent(user, key -> new Lru<>(MAX_OF_USER)).put(network(address), true);
    }

    boolean contains(String user, ClientAddress address) {
        Map<String, Boolean> networks = users.get(user);
        return networks != null && networks.containsKey(network(address));
    }

    private static String network(ClientAddress address) {
        return address.networks().get(address.networks().size() - 1);
    }

    private static final class Lru<V> extends LinkedHashMap<String, V> {

        private static final long serialVersionUID = 1L;

        private final int max;

        Lru(int max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > max;
        }
    }
}
