package org.boundsession.binding;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All the ways in which a session of the container ends on this node. The session goes first and its binding after it, and
 * if many callers end one session at the same time, one does it and its end is reported once. Thread-safe.
 */
final class ContainerEndings {

    private final Bindings bindings;
    private final Quotas quotas;
    private final SessionEvents events;

    ContainerEndings(Bindings bindings, Quotas quotas, SessionEvents events) {
        this.bindings = bindings;
        this.quotas = quotas;
        this.events = events;
    }

    /** @return whether the session is over, by this call or before */
    boolean expire(HttpSession session, Binding binding, long now) {
        if (binding.tryExpire(now)) {
            finish(session, binding, true, EndCause.EXPIRED);
        }
        return binding.hasEnded();
    }

    /** Ends what has expired, and forgets what has ended. */
    void endExpired(long now) {
        for (Binding binding : bindings.all()) {
            HttpSession session = binding.holder();
            if (binding.hasEnded()) {
                forgetOnceOver(binding, session);
            } else if (binding.isExpiredAt(now)) {
                expireOrForget(binding, session, now);
            }
        }
    }

    private void expireOrForget(Binding binding, @Nullable HttpSession session, long now) {
        if (session == null || isOver(session) || !isStillCalled(binding, session)) {
            bindings.forget(binding);
        } else {
            expire(session, binding, now);
        }
    }

    /**
     * A container lets a session be read while it ends it and tells its listeners. Until that is done, the entry says that the
     * session has ended; without the entry, a request would take the session for one from elsewhere.
     */
    private void forgetOnceOver(Binding binding, @Nullable HttpSession session) {
        if (session == null || isOver(session)) {
            bindings.forget(binding);
        }
    }

    /**
     * The container has ended it, or has swapped it out: then it lives on as another object, and is found again by what it
     * carries.
     */
    private static boolean isOver(HttpSession session) {
        try {
            Carried.BINDING.of(session);
            return false;
        } catch (IllegalStateException over) {
            return true;
        }
    }

    /**
     * A container that gives a session another id leaves nothing bound, and no listener says so, because one would cost each
     * request.
     */
    private static boolean isStillCalled(Binding binding, HttpSession session) {
        return SessionIds.withoutRoute(session.getId()).equals(binding.session().id());
    }

    void endOverQuota(String user) {
        if (quotas.sessionsPerUser() == 0) {
            return;
        }
        String counted = UserNames.canonical(user);
        // A total order: two logins at once agree on who goes.
        List<Binding> mostRecentFirst = bindings.all().stream()
                .filter(binding -> UserNames.canonical(binding.session().user()).equals(counted) && !binding.hasEnded())
                .sorted(comparingLong(Binding::lastProof)
                        .thenComparing(comparing(binding -> binding.session().id()))
                        .reversed())
                .toList();
        mostRecentFirst.stream().skip(quotas.sessionsPerUser()).forEach(this::displace);
    }

    private void displace(Binding binding) {
        HttpSession session = binding.holder();
        if (session != null && !isOver(session) && binding.tryEnd()) {
            finish(session, binding, true, EndCause.QUOTA);
        }
    }

    /** Takes back a login that failed, of which no client was told. */
    void undo(HttpSession session) {
        Binding binding = bindings.find(SessionIds.withoutRoute(session.getId()));
        if (binding != null) {
            bindings.forget(binding);
        }
        invalidate(session);
    }

    /** The container has ended a session. Reported if this node did not end it. */
    void endedByContainer(String id, long now) {
        Binding binding = bindings.find(id);
        if (binding != null && binding.tryEnd()) {
            // The entry stays until the next round, because the session can still be read.
            report(binding, binding.isExpiredAt(now) ? EndCause.EXPIRED : EndCause.REVOKED);
        }
    }

    void finish(HttpSession session, Binding binding, boolean first, EndCause cause) {
        // A late caller does it, too: the first may have only begun, and what the caller does next relies on the end.
        invalidate(session);
        if (first) {
            forgetOnceOver(binding, session);
            report(binding, cause);
        }
    }

    private void report(Binding binding, EndCause cause) {
        BoundSession session = binding.session();
        events.ended(SessionIds.key(session.id()), session.user(), cause);
    }

    static void invalidate(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException alreadyInvalid) {
            // Another caller was first; it is over, which is what was asked for.
            return;
        }
    }
}
