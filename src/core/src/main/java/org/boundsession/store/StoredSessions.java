package org.boundsession.store;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.boundsession.binding.Binding;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.Possession;
import org.boundsession.binding.Sessions;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origin;
import org.boundsession.session.Origins;
import org.boundsession.session.Quotas;
import org.boundsession.session.RoleNames;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionSummary;

/**
 * Sessions in a store. Thread-safe.
 *
 * <p>The binding of an ended session stays in memory until the session would have expired, so that a concurrent
 * request that read the session before its end sees there that it has ended.
 */
public final class StoredSessions implements Sessions {

    private final LiveSessionStore sessions;
    private final CookieIds ids;
    private final SessionLists lists;
    private final Bindings bindings;
    private final Lifetimes lifetimes;
    private final Quotas quotas;
    private final Origins origins;
    private final long lagMillis;

    public StoredSessions(
            LiveSessionStore sessions,
            CookieIds ids,
            Bindings bindings,
            Lifetimes lifetimes,
            Quotas quotas,
            Origins origins) {
        this.origins = origins;
        this.sessions = sessions;
        this.lists = new SessionLists(sessions);
        this.ids = ids;
        this.bindings = bindings;
        this.lifetimes = lifetimes;
        this.quotas = quotas;
        this.lagMillis = Lifetimes.lag(lifetimes.idle().toMillis());
    }

    @Override
    public HttpServletRequest attach(HttpServletRequest request) {
        RequestedSession requested = new RequestedSession(sessions, ids.genuineIn(request), this::knownAccess);
        requested.attachTo(request);
        return new StoredSessionRequest(request, this, requested);
    }

    /**
     * Returns the last access that this node knows, less the lag that a session is granted for accesses on other nodes:
     * the time of a proof on this node is exact.
     */
    private long knownAccess(String id) {
        return bindings.lastProof(id) - lagMillis;
    }

    @Override
    public void requireAvailable() {
        sessions.requireUp();
    }

    @Override
    public boolean isAvailable() {
        return sessions.isReady();
    }

    @Override
    public List<String> warnings() {
        return sessions.isClockSkewed() ? List.of("clock_skew") : List.of();
    }

    @Override
    public Optional<LiveSession> find(HttpServletRequest request) {
        return RequestedSession.of(request).find().flatMap(this::live);
    }

    /** Only a login stores a session. */
    @Override
    public boolean isBound(HttpSession session) {
        return session instanceof StoredHttpSession ours && ours.isStored();
    }

    private Optional<LiveSession> live(StoredView view) {
        StoredSession stored = view.stored();
        Grant grant = stored.grant();
        Binding binding = bindings.of(
                view.id(),
                new Bindings.Stored(grant.principal(), grant.roles(), grant.binding(), grant.endTime(), grant.origin()),
                stored.lastAccessedTime(),
                null);
        return binding == null || binding.hasEnded()
                ? Optional.empty()
                : Optional.of(new StoredLiveSession(this, view, binding, sessions.now(), false));
    }

    /** Ends the old session after the new one was stored, because the store may refuse the new one. */
    @Override
    public LiveSession open(HttpServletRequest request, String user, Set<String> roles, Binder binder) {
        Optional<StoredView> old = RequestedSession.of(request).find();
        String id = ids.create();
        Possession possession = binder.bind(id);
        // Read the clock after the slow hashing: the idle time starts with the response.
        long now = sessions.now();
        long end = now + lifetimes.absolute().toMillis();
        Origin origin = origins.of(request);
        StoredView view = insert(id, new Grant(user, RoleNames.join(roles), possession.storedForm(), now, end, origin));
        BoundSession bound = new BoundSession(id, user, roles, possession.kind(), Instant.ofEpochMilli(end), origin);
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

    @Override
    public SessionPage list(SessionQuery query) {
        return lists.page(query);
    }

    @Override
    public Optional<SessionSummary> findByHandle(String handle) {
        return stored(handle).map(SessionLists::summary);
    }

    private Optional<StoredSession> stored(String handle) {
        return SessionKey.ofHex(handle).flatMap(key -> sessions.find(key, () -> 0));
    }

    /** If it throws, the outcome is not known. */
    @Override
    public boolean end(String handle, EndCause cause) {
        return stored(handle).filter(session -> end(session, cause)).isPresent();
    }

    /** As a session that its own request ends, see {@link StoredLiveSession#end}. */
    private boolean end(StoredSession session, EndCause cause) {
        boolean first = sessions.end(session, cause);
        bindings.end(session.key().hex());
        return first && sessions.report(session, cause);
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
            throw new BusyException("the user has opened as many newer sessions as sessions-per-user allows");
        }
    }

    boolean report(StoredView view, EndCause cause) {
        return sessions.report(view.stored(), cause);
    }

    /** Removes bindings only. The node that deletes an expired session from the store reports its end. */
    @Override
    public void endExpired() {
        bindings.forgetExpired(sessions.now());
    }

    /** Does nothing: the container does not know stored sessions. */
    @Override
    public void endedByContainer(String sessionId) {}

    StoredView createTransient() {
        return StoredView.ofTransient(sessions, ids.create());
    }

    StoredHttpSession httpSession(ServletContext context, StoredView view) {
        return new StoredHttpSession(context, view, ended -> end(ended, EndCause.REVOKED));
    }

    /** Ends also a session whose binding this node cannot check. */
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

    /** Returns the age of the recorded time, in milliseconds, from which one caller refreshes it. */
    long refreshMillis() {
        return lagMillis - lagMillis / 10;
    }
}
