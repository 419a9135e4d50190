package org.boundsession.binding;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import jakarta.servlet.http.HttpSession;
import java.util.List;

/**
 * All the ways in which a bound session ends on this node. The session goes first and the binding after it, and of many
 * who end one session at the same time one does it. Thread-safe.
 */
final class Endings {

    private final SecretHashes hashes;
    private final Quotas quotas;
    private final SessionObserver observer;
    private final long idleMillis;

    Endings(SecretHashes hashes, Quotas quotas, SessionObserver observer, long idleMillis) {
        this.hashes = hashes;
        this.quotas = quotas;
        this.observer = observer;
        this.idleMillis = idleMillis;
    }

    void end(BoundSession bound) {
        end(bound.session(), bound.binding());
    }

    void expire(HttpSession session, Binding binding) {
        if (end(session, binding)) {
            observer.expired(binding.id(), binding.user());
        }
    }

    /** Of sessions in the container: who else knows them? What lives elsewhere is forgotten here and ends there. */
    void endExpired(long now) {
        for (Binding binding : hashes.all()) {
            if (!binding.isExpiredAt(now, idleMillis)) {
                continue;
            }
            HttpSession session = binding.session();
            if (session == null || !isStillCalled(binding.id(), session)) {
                hashes.forget(binding);
            } else {
                expire(session, binding);
            }
        }
    }

    /** A container that gives a session another id leaves nothing bound, and no listener says so: one would cost each request. */
    private static boolean isStillCalled(String id, HttpSession session) {
        return SessionIds.withoutRoute(session.getId()).equals(id);
    }

    void endOverQuota(HttpSession newest, String user) {
        if (quotas.sessionsPerUser() == 0) {
            return;
        }
        if (newest instanceof ExternalSession external) {
            external.endOthersOver(quotas.sessionsPerUser());
            return;
        }
        // A total order: two logins at once agree on who goes.
        List<Binding> mostRecentFirst = hashes.all().stream()
                .filter(binding -> binding.user().equals(user))
                .sorted(comparingLong(Binding::lastProof)
                        .thenComparing(comparing(Binding::id))
                        .reversed())
                .toList();
        mostRecentFirst.stream().skip(quotas.sessionsPerUser()).forEach(this::displace);
    }

    private void displace(Binding binding) {
        HttpSession session = binding.session();
        if (session != null && end(session, binding)) {
            observer.displaced(binding.id(), binding.user());
        }
    }

    /** True for the one caller who ended it. */
    private boolean end(HttpSession session, Binding binding) {
        if (session instanceof ExternalSession) {
            // Each who asks asks the store: only the store knows whether it is over, and who was first.
            boolean first = invalidate(session);
            hashes.forget(binding);
            return first;
        }
        boolean first = binding.tryEnd();
        // Whoever is late does it, too: the first may have only begun, and what the caller does next relies on the end.
        invalidate(session);
        if (first) {
            // The entry goes last: while it says "ended", no request can take the session for one from elsewhere.
            hashes.forget(binding);
        }
        return first;
    }

    /** False where somebody else was first; it is over then, which is what was asked for. */
    static boolean invalidate(HttpSession session) {
        try {
            session.invalidate();
            return true;
        } catch (IllegalStateException alreadyInvalid) {
            return false;
        }
    }
}
