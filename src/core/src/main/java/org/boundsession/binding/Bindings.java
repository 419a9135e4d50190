package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.boundsession.session.BoundSession;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origin;
import org.boundsession.session.RoleNames;
import org.boundsession.session.SessionIds;
import org.boundsession.session.SessionSummary;
import org.jspecify.annotations.Nullable;

/**
 * This node's map from session id to binding, one for each ServletContext. Thread-safe; reading takes no lock.
 *
 * <p>The map is a cache of the stored forms that the sessions carry: losing an entry costs one slow check, never a
 * session.
 */
public final class Bindings {

    private final ConcurrentMap<String, Binding> bindings = new ConcurrentHashMap<>();

    /** The same by handle, so that to end a session by its handle costs the same however many there are. */
    private final ConcurrentMap<String, Binding> byHandle = new ConcurrentHashMap<>();

    private final BindingSchemes schemes;
    private final long idleMillis;

    public Bindings(BindingSchemes schemes, Lifetimes lifetimes) {
        this.schemes = schemes;
        this.idleMillis = lifetimes.idle().toMillis();
    }

    @Nullable
    Binding find(String id) {
        return bindings.get(id);
    }

    /** Returns the time of the last proof that this node knows, in epoch milliseconds; 0 if it knows none. */
    public long lastProof(String id) {
        Binding known = bindings.get(id);
        return known == null ? 0 : known.lastProof();
    }

    /**
     * What a session carries, in the container or in a store.
     *
     * @param roles the names of the roles, separated by line feeds
     * @param storedForm the stored form of the binding
     * @param end the absolute end, in epoch milliseconds
     */
    public record Stored(String user, String roles, String storedForm, long end, Origin origin) {}

    /**
     * Returns the binding of a session with this stored form. It is restored if this node sees the session for the
     * first time, or if the session's stored form has changed.
     *
     * @param lastProof epoch milliseconds, as recorded in the session or the store: other nodes may have seen proofs
     *     up to {@link Lifetimes#lag} later
     * @param holder the container's session; null if the session is in a store
     * @return null if this node cannot check the binding
     */
    public @Nullable Binding of(String id, Stored stored, long lastProof, @Nullable HttpSession holder) {
        Binding known = bindings.get(id);
        if (known != null && (known.isStoredAs(stored.storedForm()) || known.hasEnded())) {
            return known;
        }
        Possession possession = schemes.restore(id, stored.storedForm()).orElse(null);
        if (possession == null) {
            return null;
        }
        if (known != null) {
            forget(known);
        }
        Binding fresh = create(session(id, stored, possession), possession, lastProof, holder);
        fresh.provedElsewhere(lastProof, Lifetimes.lag(idleMillis));
        Binding present = bindings.putIfAbsent(id, fresh);
        if (present != null) {
            return present;
        }
        addHandle(fresh);
        return fresh;
    }

    private static BoundSession session(String id, Stored stored, Possession possession) {
        return new BoundSession(
                id,
                stored.user(),
                RoleNames.split(stored.roles()),
                possession.kind(),
                Instant.ofEpochMilli(stored.end()),
                stored.origin());
    }

    /** Adds the binding of a session that this node has opened. */
    public Binding add(BoundSession session, Possession possession, long now, @Nullable HttpSession holder) {
        Binding binding = create(session, possession, now, holder);
        bindings.put(session.id(), binding);
        addHandle(binding);
        return binding;
    }

    private void addHandle(Binding binding) {
        byHandle.put(handle(binding), binding);
        if (bindings.get(binding.session().id()) != binding) {
            // Another thread has removed the binding meanwhile.
            byHandle.remove(handle(binding), binding);
        }
    }

    /** Returns SHA-256 of the session id, see {@link SessionSummary#handle}. */
    static String handle(Binding binding) {
        return SessionIds.key(binding.session().id());
    }

    private Binding create(BoundSession session, Possession possession, long lastProof, @Nullable HttpSession holder) {
        return new Binding(session, possession, idleMillis, lastProof, holder);
    }

    public void forget(Binding binding) {
        bindings.remove(binding.session().id(), binding);
        byHandle.remove(handle(binding), binding);
    }

    Optional<Binding> findByHandle(String handle) {
        return Optional.ofNullable(byHandle.get(handle));
    }

    /** Ends the binding, if this node has it, of a session that has ended in the store. */
    public void end(String handle) {
        findByHandle(handle).ifPresent(Binding::tryEnd);
    }

    Collection<Binding> all() {
        return bindings.values();
    }

    /** Removes the bindings of stored sessions that have expired. The store ends the sessions themselves. */
    public void forgetExpired(long now) {
        for (Binding binding : bindings.values()) {
            if (binding.isExpiredAt(now)) {
                forget(binding);
            }
        }
    }

    /** Returns the number of bindings on this node. */
    public int size() {
        return bindings.size();
    }

    /** Returns the number of bindings whose session has not ended; takes time in proportion to {@link #size}. */
    public long live() {
        return bindings.values().stream().filter(binding -> !binding.hasEnded()).count();
    }

    @Override
    public String toString() {
        return "Bindings of " + size() + " sessions";
    }
}
