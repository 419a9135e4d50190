package org.boundsession.binding;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The map of this node from session id to binding, one for each ServletContext. Thread-safe; reading takes no lock.
 *
 * <p>An entry is a cache of what the session carries: losing one costs a bcrypt, never a session.
 */
public final class SecretHashes {

    private final ConcurrentMap<String, Binding> bindings = new ConcurrentHashMap<>();

    @Nullable
    Binding find(String id) {
        return bindings.get(id);
    }

    /** Keeps the binding that is there already, if there is one, and returns the one that is kept. */
    Binding keep(Binding binding) {
        Binding known = bindings.putIfAbsent(binding.id(), binding);
        return known == null ? binding : known;
    }

    void replace(Binding binding) {
        bindings.put(binding.id(), binding);
    }

    void forget(Binding binding) {
        bindings.remove(binding.id(), binding);
    }

    void forget(String id) {
        bindings.remove(id);
    }

    Collection<Binding> all() {
        return bindings.values();
    }

    /** How many bindings this node holds. */
    public int size() {
        return bindings.size();
    }

    @Override
    public String toString() {
        return "SecretHashes of " + size() + " sessions";
    }
}
