package org.boundsession.binding;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import jakarta.servlet.http.HttpSession;
import java.util.List;

/**
 * All the ways in which a bound session ends on this node. The session goes first and the binding after it, and of many
 * callers who end one session at the same time, one does it and its end is reported once. Thread-safe.
 *
 * <p>The binding of a session that lived in a store stays until it would have expired: a request that read the session
 * before its end must find out here that it has ended.
 */
final class Endings {

    private final SecretHashes hashes;
    private final Quotas quotas;
    private final SessionEvents events;

    Endings(SecretHashes hashes, Quotas quotas, SessionEvents events) {
        this.hashes = hashes;
        this.quotas = quotas;
        this.events = events;
    }

    /**
     * Ends the session everywhere, or throws and leaves it as it is.
     *
     * @return whether this call ended it
     */
    boolean end(BoundSession bound, EndCause cause) {
        Binding binding = bound.binding();
        if (bound.session() instanceof ExternalSession) {
            // Each caller asks the store: only the store knows whether it is over, and who was first.
            boolean first = invalidate(bound.session());
            binding.tryEnd();
            return first && report(binding, cause);
        }
        boolean first = binding.tryEnd();
        finish(bound.session(), binding, first, cause);
        return first;
    }

    /**
     * Ends the session whose binding the caller has ended: on this node at once, elsewhere as soon as the store allows it.
     *
     * @return false if it was over already
     */
    boolean destroy(BoundSession bound, EndCause cause) {
        if (bound.session() instanceof ExternalSession external) {
            return external.destroy() && report(bound.binding(), cause);
        }
        finish(bound.session(), bound.binding(), true, cause);
        return true;
    }

    /** @return whether the session is over, by this call or before */
    boolean expire(HttpSession session, Binding binding, long now) {
        if (binding.tryExpire(now)) {
            finish(session, binding, true, EndCause.EXPIRED);
        }
        return binding.hasEnded();
    }

    /** Expires what the container holds. What lives elsewhere is forgotten here, and expires there. */
    void endExpired(long now) {
        for (Binding binding : hashes.all()) {
            if (!binding.isExpiredAt(now)) {
                continue;
            }
            HttpSession session = binding.session();
            if (session == null || binding.hasEnded() || !isStillCalled(binding.id(), session)) {
                hashes.forget(binding);
            } else {
                expire(session, binding, now);
            }
        }
    }

    /**
     * A container that gives a session another id leaves nothing bound, and no listener says so, because one would cost each
     * request.
     */
    private static boolean isStillCalled(String id, HttpSession session) {
        return SessionIds.withoutRoute(session.getId()).equals(id);
    }

    /** @throws BusyException if it is the newest one that has to go, for others that were opened at the same time */
    void endOverQuota(HttpSession newest, String user) {
        if (quotas.sessionsPerUser() == 0) {
            return;
        }
        if (newest instanceof ExternalSession external) {
            if (!external.endOlderOver(quotas.sessionsPerUser())) {
                throw new BusyException("the user has logged in again meanwhile, as often as the quota allows");
            }
            return;
        }
        String counted = UserNames.canonical(user);
        // A total order: two logins at once agree on who goes.
        List<Binding> mostRecentFirst = hashes.all().stream()
                .filter(binding -> UserNames.canonical(binding.user()).equals(counted) && !binding.hasEnded())
                .sorted(comparingLong(Binding::lastProof)
                        .thenComparing(comparing(Binding::id))
                        .reversed())
                .toList();
        mostRecentFirst.stream().skip(quotas.sessionsPerUser()).forEach(this::displace);
    }

    private void displace(Binding binding) {
        HttpSession session = binding.session();
        if (session != null && binding.tryEnd()) {
            finish(session, binding, true, EndCause.QUOTA);
        }
    }

    /** The container has ended a session. Reported if this node did not end it. */
    void endedByContainer(String id, long now) {
        Binding binding = hashes.find(id);
        if (binding == null) {
            return;
        }
        boolean first = binding.tryEnd();
        hashes.forget(binding);
        if (first) {
            report(binding, binding.isExpiredAt(now) ? EndCause.EXPIRED : EndCause.REVOKED);
        }
    }

    /** Takes back a login that failed, of which no client was told. */
    void undo(HttpSession session) {
        hashes.forget(SessionIds.withoutRoute(session.getId()));
        discard(session);
    }

    /** Ends a session that is not bound. */
    static void discard(HttpSession session) {
        if (session instanceof ExternalSession external) {
            external.destroy();
        } else {
            invalidate(session);
        }
    }

    private void finish(HttpSession session, Binding binding, boolean first, EndCause cause) {
        // A late caller does it, too: the first may have only begun, and what the caller does next relies on the end.
        invalidate(session);
        if (first) {
            // The entry goes last: while it says "ended", no request can take the session for one from elsewhere.
            hashes.forget(binding);
            report(binding, cause);
        }
    }

    private boolean report(Binding binding, EndCause cause) {
        boolean first = binding.tryReport();
        if (first) {
            events.ended(SessionIds.key(binding.id()), binding.user(), cause);
        }
        return first;
    }

    /** False if another caller was first; it is over then, which is what was asked for. */
    private static boolean invalidate(HttpSession session) {
        try {
            session.invalidate();
            return true;
        } catch (IllegalStateException alreadyInvalid) {
            return false;
        }
    }
}
