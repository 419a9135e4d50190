package org.boundsession.store;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.boundsession.binding.Binding;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.BoundSession;
import org.boundsession.binding.BusyException;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.Lifetimes;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.Possession;
import org.boundsession.binding.Quotas;
import org.boundsession.binding.RoleNames;
import org.boundsession.binding.Sessions;

/**
 * Sessions in a store. Thread-safe.
 *
 * <p>The binding of a session that has ended stays in memory until it would have expired: a request that read the session
 * before its end must find out there that it has ended.
 */
public final class StoredSessions implements Sessions {

    private final LiveSessionStore sessions;
    private final CookieIds ids;
    private final Bindings bindings;
    private final Lifetimes lifetimes;
    private final Quotas quotas;
    private final long lagMillis;

    public StoredSessions(
            LiveSessionStore sessions, CookieIds ids, Bindings bindings, Lifetimes lifetimes, Quotas quotas) {
        this.sessions = sessions;
        this.ids = ids;
        this.bindings = bindings;
        this.lifetimes = lifetimes;
        this.quotas = quotas;
        this.lagMillis = Lifetimes.lag(lifetimes.idle().toMillis());
    }

    @Override
    public HttpServletRequest attach(HttpServletRequest request) {
        RequestedSession requested = new RequestedSession(sessions, ids.genuineIn(request));
        requested.attachTo(request);
        return new StoredSessionRequest(request, this, requested);
    }

    @Override
    public void requireAvailable() {
        sessions.requireUp();
    }

    @Override
    public boolean isAvailable() {
        return sessions.isUp();
    }

    @Override
    public Optional<LiveSession> find(HttpServletRequest request) {
        return RequestedSession.of(request).find().flatMap(this::live);
    }

    private Optional<LiveSession> live(StoredView view) {
        StoredSession stored = view.stored();
        Grant grant = stored.grant();
        Binding binding = bindings.of(
                view.id(),
                grant.principal(),
                grant.roles(),
                grant.binding(),
                grant.endTime(),
                stored.lastAccessedTime(),
                null);
        return binding == null || binding.hasEnded()
                ? Optional.empty()
                : Optional.of(new StoredLiveSession(this, view, binding, sessions.now(), false));
    }

    /** The store may refuse the new one: the old one ends when the new one is stored. */
    @Override
    public LiveSession open(HttpServletRequest request, String user, Set<String> roles, Binder binder) {
        Optional<StoredView> old = RequestedSession.of(request).find();
        String id = ids.create();
        Possession possession = binder.bind(id);
        // After the slow part: the session idles from the answer on, as near as can be.
        long now = sessions.now();
        long end = now + lifetimes.absolute().toMillis();
        StoredView view = insert(id, new Grant(user, RoleNames.join(roles), possession.storedForm(), now, end));
        BoundSession bound = new BoundSession(id, user, roles, possession.kind(), Instant.ofEpochMilli(end));
        Binding binding = bindings.add(bound, possession, now, null);
        try {
            endOverQuota(view);
            old.ifPresent(session -> end(session, EndCause.replacedBy(user, request)));
        } catch (RuntimeException e) {
            bindings.forget(binding);
            view.destroy();
            throw e;
        }
        return new StoredLiveSession(this, view, binding, now, true);
    }

    private StoredView insert(String id, Grant grant) {
        long idle = lifetimes.idle().toMillis();
        long now = grant.creationTime();
        StoredSession session = new StoredSession(SessionKey.of(id), grant, now, idle, 0, Map.of(), 0, "");
        sessions.insert(session);
        return StoredView.of(sessions, id, session.withVersion(1));
    }

    private void endOverQuota(StoredView opened) {
        int limit = quotas.sessionsPerUser();
        if (limit > 0 && !sessions.endOlderOver(limit, opened.stored())) {
            throw new BusyException("the user has logged in again meanwhile, as often as the quota allows");
        }
    }

    boolean report(StoredView view, EndCause cause) {
        return sessions.report(view.stored(), cause);
    }

    /** What expires in the store is reported by the node that deletes it there. */
    @Override
    public void endExpired() {
        bindings.forgetExpired(sessions.now());
    }

    /** The container knows nothing of these sessions. */
    @Override
    public void endedByContainer(String sessionId) {}

    StoredView createTransient() {
        return StoredView.ofTransient(sessions, ids.create());
    }

    StoredHttpSession httpSession(ServletContext context, StoredView view) {
        return new StoredHttpSession(context, view, ended -> end(ended, EndCause.REVOKED));
    }

    /** Ends, too, a session whose binding this node cannot check. */
    private boolean end(StoredView view, EndCause cause) {
        Optional<LiveSession> bound = view.isTransient() ? Optional.empty() : live(view);
        return bound.isPresent() ? bound.get().end(cause) : view.end(cause);
    }

    String newId() {
        return ids.create();
    }

    long now() {
        return sessions.now();
    }

    long lagMillis() {
        return lagMillis;
    }

    /** From this age on, one caller refreshes what the store has recorded. */
    long refreshMillis() {
        return lagMillis - lagMillis / 10;
    }
}
