package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that the container keeps. What binds them travels as their attributes, all of them strings and numbers, wherever
 * the container carries them. Thread-safe; {@link #find} takes no lock.
 */
public final class ContainerSessions implements Sessions {

    /**
     * Seconds that the container is to keep a session longer than this class does: what counts here is the last proof, which
     * may come seconds after the access that the container counts.
     */
    private static final int CONTAINER_GRACE = 60;

    private final Bindings bindings;
    private final Lifetimes lifetimes;
    private final ContainerEndings endings;
    private final Clock clock;
    private final long lagMillis;

    public ContainerSessions(Bindings bindings, Lifetimes lifetimes, Quotas quotas, SessionEvents events, Clock clock) {
        this.bindings = bindings;
        this.lifetimes = lifetimes;
        this.endings = new ContainerEndings(bindings, quotas, events);
        this.clock = clock;
        this.lagMillis = Lifetimes.lag(lifetimes.idle().toMillis());
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

    /** Null, too, if another request ends the session while a container looks it up: some throw then. */
    private static @Nullable HttpSession sessionOf(HttpServletRequest request) {
        try {
            return request.getSession(false);
        } catch (IllegalStateException endedMeanwhile) {
            return null;
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
            binding = arrived(session, storedForm);
        }
        long now = clock.millis();
        return binding == null || isOver(session, binding, now)
                ? Optional.empty()
                : Optional.of(new ContainerSession(this, session, binding, now));
    }

    private boolean isOver(HttpSession session, Binding binding, long now) {
        if (binding.hasEnded()) {
            return true;
        }
        if (now - binding.lastProof() > lagMillis) {
            Long carried = Carried.LAST_PROOF.of(session);
            if (carried != null && carried > binding.writtenProof()) {
                binding.provedElsewhere(carried, lagMillis);
            }
        }
        return endings.expire(session, binding, now);
    }

    /** A session that this node meets for the first time, or whose attributes are not those it knew. */
    private @Nullable Binding arrived(HttpSession session, String storedForm) {
        String user = Carried.USER.of(session);
        String roles = Carried.ROLES.of(session);
        Long end = Carried.END.of(session);
        Long lastProof = Carried.LAST_PROOF.of(session);
        if (user == null || roles == null || end == null || lastProof == null) {
            return null;
        }
        String id = SessionIds.withoutRoute(session.getId());
        Binding binding = bindings.of(id, user, roles, storedForm, end, lastProof, session);
        try {
            Carried.BINDING.of(session);
        } catch (IllegalStateException endedMeanwhile) {
            // Its end came before our entry: nothing else would remove that.
            if (binding != null) {
                bindings.forget(binding);
            }
            throw endedMeanwhile;
        }
        return binding;
    }

    /** The container has to end the old one first, because a request has one session. */
    @Override
    public LiveSession open(HttpServletRequest request, String user, Set<String> roles, Binder binder) {
        endOld(request, user);
        HttpSession session = create(request);
        try {
            // A container may have adopted the id that the client sent: take another, always.
            request.changeSessionId();
            Binding binding = bind(session, user, roles, binder);
            endings.endOverQuota(user);
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
                // Another request is ending the old one, which Tomcat hands out until it has told all listeners.
                throw new BusyException("the session that the cookie names is just ending");
            }
            return session;
        } catch (IllegalStateException tooMany) {
            // Tomcat's Manager has a limit (maxActiveSessions).
            throw new BusyException("the container refuses another session");
        }
    }

    private Binding bind(HttpSession session, String user, Set<String> roles, Binder binder) {
        String id = SessionIds.withoutRoute(session.getId());
        Possession possession = binder.bind(id);
        // After the slow part: the session idles from the answer on, as near as can be.
        long now = clock.millis();
        long end = now + lifetimes.absolute().toMillis();
        session.setMaxInactiveInterval(Math.toIntExact(lifetimes.idle().toSeconds()) + CONTAINER_GRACE);
        Carried.USER.set(session, user);
        Carried.ROLES.set(session, RoleNames.join(roles));
        Carried.END.set(session, end);
        Carried.LAST_PROOF.set(session, now);
        Carried.BINDING.set(session, possession.storedForm());
        BoundSession bound = new BoundSession(id, user, roles, possession.kind(), Instant.ofEpochMilli(end));
        return bindings.add(bound, possession, now, session);
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
