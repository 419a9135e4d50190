package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origin;
import org.boundsession.session.Origins;
import org.boundsession.session.Quotas;
import org.boundsession.session.RoleNames;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionIds;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionSummary;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in the container. Their bindings are session attributes, all of them strings and numbers, so that they
 * follow a session wherever the container persists or replicates it. Thread-safe; {@link #find} takes no lock.
 */
public final class ContainerSessions implements Sessions {

    /**
     * Seconds by which the container's idle timeout is longer than ours, which ends the sessions. Containers measure it
     * by the time of day: a step of an hour, as by a wrong time zone, must not end sessions that are in use.
     */
    private static final int CONTAINER_GRACE = 2 * 3600;

    private final Bindings bindings;
    private final Lifetimes lifetimes;
    private final Origins origins;
    private final ContainerEndings endings;
    private final ContainerListing listing;
    private final Clock clock;
    private final long lagMillis;

    public ContainerSessions(
            Bindings bindings, Lifetimes lifetimes, Quotas quotas, Origins origins, SessionEvents events, Clock clock) {
        this.bindings = bindings;
        this.origins = origins;
        this.lifetimes = lifetimes;
        this.clock = clock;
        this.lagMillis = Lifetimes.lag(lifetimes.idle().toMillis());
        this.endings = new ContainerEndings(bindings, quotas, events, lagMillis);
        this.listing = new ContainerListing(bindings, endings, lifetimes);
    }

    @Override
    public void requireAvailable() {}

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public HttpServletRequest attach(HttpServletRequest request) {
        return request;
    }

    @Override
    public Optional<LiveSession> find(HttpServletRequest request) {
        return find(sessionOf(request));
    }

    /**
     * Returns null if there is no session, or if another request ends it during the look-up, for which some containers
     * throw.
     */
    private static @Nullable HttpSession sessionOf(HttpServletRequest request) {
        try {
            return request.getSession(false);
        } catch (IllegalStateException endedMeanwhile) {
            return null;
        }
    }

    @Override
    public boolean isBound(HttpSession session) {
        try {
            return Carried.BINDING.of(session) != null;
        } catch (IllegalStateException endedMeanwhile) {
            return false;
        }
    }

    Optional<LiveSession> find(@Nullable HttpSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            return live(session);
        } catch (IllegalStateException invalidatedMeanwhile) {
            return Optional.empty();
        }
    }

    private Optional<LiveSession> live(HttpSession session) {
        String storedForm = Carried.BINDING.of(session);
        if (storedForm == null) {
            return Optional.empty();
        }
        Binding binding = bindings.find(SessionIds.withoutRoute(session.getId()));
        if (binding == null || !binding.isStoredAs(storedForm)) {
            binding = restore(session, storedForm);
        }
        long now = clock.millis();
        return binding == null
                        || !binding.possession().isVerifiable()
                        || binding.hasEnded()
                        || endings.expire(session, binding, now)
                ? Optional.empty()
                : Optional.of(new ContainerSession(this, session, binding, now));
    }

    /** Restores the binding of a session that this node sees for the first time, or whose attributes have changed. */
    private @Nullable Binding restore(HttpSession session, String storedForm) {
        String user = Carried.USER.of(session);
        String roles = Carried.ROLES.of(session);
        Long end = Carried.END.of(session);
        Long lastProof = Carried.LAST_PROOF.of(session);
        if (user == null || roles == null || end == null || lastProof == null) {
            return null;
        }
        String id = SessionIds.withoutRoute(session.getId());
        // A node with another clock may have written times in the future.
        long now = clock.millis();
        long latestEnd = now + lifetimes.absolute().toMillis();
        Bindings.Stored stored =
                new Bindings.Stored(user, roles, storedForm, Math.min(end, latestEnd), CarriedOrigin.of(session));
        Binding binding = bindings.of(id, stored, Math.min(lastProof, now), session);
        try {
            Carried.BINDING.of(session);
        } catch (IllegalStateException endedMeanwhile) {
            // The session ended before the entry was added, so no listener removes the entry.
            if (binding != null) {
                bindings.forget(binding);
            }
            throw endedMeanwhile;
        }
        return binding;
    }

    /** Ends the old session before opening the new one, because a request has only one session in the container. */
    @Override
    public LiveSession open(HttpServletRequest request, String user, Set<String> roles, Binder binder) {
        endOld(request, user);
        HttpSession session = create(request);
        try {
            // Prevents session fixation: a container may reuse the id that the client sent, so the id is always
            // changed.
            request.changeSessionId();
            Binding binding = bind(session, user, roles, origins.of(request), binder);
            endings.endOverQuota(user, binding.lastProof());
            return new ContainerSession(this, session, binding, binding.lastProof());
        } catch (RuntimeException e) {
            endings.undo(session);
            throw e;
        }
    }

    private void endOld(HttpServletRequest request, String newUser) {
        HttpSession session = sessionOf(request);
        Optional<LiveSession> bound = find(session);
        if (bound.isPresent()) {
            bound.get().end(EndCause.replacedBy(newUser, request));
        } else if (session != null) {
            ContainerEndings.invalidate(session);
        }
    }

    private static HttpSession create(HttpServletRequest request) {
        try {
            HttpSession session = request.getSession(true);
            if (!session.isNew()) {
                // Another request is ending the old session, which Tomcat returns until all listeners were called.
                throw new BusyException("another request is ending the session that the cookie names");
            }
            return session;
        } catch (IllegalStateException tooMany) {
            // Tomcat's Manager has a limit (maxActiveSessions).
            throw new BusyException("the container refuses to create another session");
        }
    }

    private Binding bind(HttpSession session, String user, Set<String> roles, Origin origin, Binder binder) {
        String id = SessionIds.withoutRoute(session.getId());
        Possession possession = binder.bind(id);
        // Read the clock after the slow hashing: the idle time starts with the response.
        long now = clock.millis();
        long end = now + lifetimes.absolute().toMillis();
        session.setMaxInactiveInterval(Math.toIntExact(lifetimes.idle().toSeconds()) + CONTAINER_GRACE);
        Carried.USER.set(session, user);
        Carried.ROLES.set(session, RoleNames.join(roles));
        Carried.END.set(session, end);
        Carried.LAST_PROOF.set(session, now);
        CarriedOrigin.set(session, origin);
        Carried.BINDING.set(session, possession.storedForm());
        BoundSession bound = new BoundSession(id, user, roles, possession.kind(), Instant.ofEpochMilli(end), origin);
        return bindings.add(bound, possession, now, session);
    }

    @Override
    public SessionPage list(SessionQuery query) {
        return listing.page(query, clock.millis());
    }

    @Override
    public Optional<SessionSummary> findByHandle(String handle) {
        return listing.find(handle, clock.millis()).map(listing::summary);
    }

    @Override
    public boolean end(String handle, EndCause cause) {
        return listing.find(handle, clock.millis())
                .map(binding -> endings.end(binding, cause))
                .orElse(false);
    }

    @Override
    public void endExpired() {
        endings.endExpired(clock.millis());
    }

    @Override
    public void endedByContainer(String sessionId) {
        endings.endedByContainer(SessionIds.withoutRoute(sessionId), clock.millis());
    }

    ContainerEndings endings() {
        return endings;
    }

    long now() {
        return clock.millis();
    }

    long lagMillis() {
        return lagMillis;
    }
}
