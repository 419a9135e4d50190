package org.boundsession.binding;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Quotas;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionIds;
import org.boundsession.session.UserNames;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions of the container on this node, whatever the cause. The session is invalidated before its binding is
 * removed. If several callers end one session concurrently, one of them succeeds and the end is reported once.
 * Thread-safe.
 */
final class ContainerEndings {

    private final Bindings bindings;
    private final Quotas quotas;
    private final SessionEvents events;
    private final long lagMillis;

    /** @param lagMillis {@link org.boundsession.session.Lifetimes#lag} of the idle timeout */
    ContainerEndings(Bindings bindings, Quotas quotas, SessionEvents events, long lagMillis) {
        this.bindings = bindings;
        this.quotas = quotas;
        this.events = events;
        this.lagMillis = lagMillis;
    }

    /**
     * Ends the session if it has expired, as far as the proofs of all nodes are known. Returns whether it has ended, by
     * this call or before.
     */
    boolean expire(HttpSession session, Binding binding, long now) {
        try {
            if (now - binding.lastProof() > lagMillis) {
                takeOverProof(session, binding, now);
            }
        } catch (IllegalStateException endedMeanwhile) {
            // The caller that ended the session reports the end.
            return true;
        }
        if (binding.tryExpire(now)) {
            finish(session, binding, true, EndCause.EXPIRED);
        }
        return binding.hasEnded();
    }

    /** The container may have replicated the session from a node that has recorded a later proof, by its own clock. */
    private void takeOverProof(HttpSession session, Binding binding, long now) {
        Long carried = Carried.LAST_PROOF.of(session);
        if (carried != null && binding.learnsOf(carried)) {
            binding.provedElsewhere(Math.min(carried, now), lagMillis);
        }
    }

    /** Ends the sessions that have expired, and removes the bindings of those that have ended. */
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
        if (session == null || isOver(session) || !hasKeptId(binding, session)) {
            bindings.forget(binding);
        } else {
            expire(session, binding, now);
        }
    }

    /**
     * Removes the binding after the container has invalidated the session. While the container calls its listeners,
     * requests can still read the session. Without the entry, which marks the session as ended, a request would
     * restore the binding as if the session came from another node.
     */
    private void forgetOnceOver(Binding binding, @Nullable HttpSession session) {
        if (session == null || isOver(session)) {
            bindings.forget(binding);
        }
    }

    /**
     * Returns whether this session object is invalid: the container or another node has ended the session, or it was
     * passivated. In the latter case it is activated as another object, and its binding is restored from its
     * attributes. Tomcat's session then throws; WildFly's, if another node has ended it, has no attributes.
     */
    private static boolean isOver(HttpSession session) {
        try {
            return Carried.BINDING.of(session) == null;
        } catch (IllegalStateException over) {
            return true;
        }
    }

    /**
     * Returns whether the session still has its id. If an application changes the id, the session is no longer bound.
     * A session id listener would report this, but would cost time on each request.
     */
    private static boolean hasKeptId(Binding binding, HttpSession session) {
        return SessionIds.withoutRoute(session.getId()).equals(binding.session().id());
    }

    void endOverQuota(String user, long now) {
        if (quotas.sessionsPerUser() == 0) {
            return;
        }
        // A total order, so that two concurrent logins choose the same session.
        List<Binding> mostRecentFirst = liveOf(UserNames.canonical(user), now).stream()
                .sorted(comparingLong(Binding::lastProof)
                        .thenComparing(comparing(binding -> binding.session().id()))
                        .reversed())
                .toList();
        mostRecentFirst.stream().skip(quotas.sessionsPerUser()).forEach(binding -> end(binding, EndCause.QUOTA));
    }

    private List<Binding> liveOf(String canonicalUser, long now) {
        return bindings.all().stream()
                .filter(binding -> binding.canonicalUser().equals(canonicalUser))
                .filter(binding -> isLive(binding, now))
                .toList();
    }

    boolean isLive(Binding binding, long now) {
        return !binding.hasEnded() && isLiveAnywhere(binding, now);
    }

    /** Returns whether no node has ended the session; if so, takes over the last proof of any. */
    private boolean isLiveAnywhere(Binding binding, long now) {
        HttpSession session = binding.holder();
        if (session == null || isOver(session)) {
            return false;
        }
        try {
            takeOverProof(session, binding, now);
            return true;
        } catch (IllegalStateException endedMeanwhile) {
            return false;
        }
    }

    /** Ends a session of this node. Returns false if it had ended before. */
    boolean end(Binding binding, EndCause cause) {
        HttpSession session = binding.holder();
        if (session == null || isOver(session) || !binding.tryEnd()) {
            return false;
        }
        finish(session, binding, true, cause);
        return true;
    }

    /** Rolls back a login that failed. It is not reported, because no client knows the session. */
    void undo(HttpSession session) {
        Binding binding = bindings.find(SessionIds.withoutRoute(session.getId()));
        if (binding != null) {
            bindings.forget(binding);
        }
        invalidate(session);
    }

    /** Handles a session that the container has ended. The end is reported unless this node caused it. */
    void endedByContainer(String id, long now) {
        Binding binding = bindings.find(id);
        if (binding != null && binding.tryEnd()) {
            // The entry stays until the next periodic call, because requests can still read the session.
            report(binding, binding.isExpiredAt(now) ? EndCause.EXPIRED : EndCause.REVOKED);
        }
    }

    void finish(HttpSession session, Binding binding, boolean first, EndCause cause) {
        // A later caller invalidates too: the first caller may not have finished, and this one relies on the end.
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
            // Another caller was first, and the session has ended as requested.
            return;
        }
    }
}
