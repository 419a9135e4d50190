package org.boundsession.store;

import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionEvents;

/**
 * Ends stored sessions in two steps: first a tombstone with the {@link EndToken} of the attempt, which decides which
 * of several attempts ended the session, then the delete. If the store does not respond to the first step, the end is
 * reported later if it took effect, so that each end is reported once. Thread-safe.
 *
 * <p>If the store refuses a call, that is a response: the session has not ended.
 */
public final class SessionEnds {

    private final SessionStore store;
    private final EndReports reports;
    private final UnansweredEnds unanswered;

    public SessionEnds(SessionStore store, SessionEvents events, Clock clock) {
        this.store = store;
        this.reports = new EndReports(events);
        this.unanswered = new UnansweredEnds(store, reports, clock);
    }

    /**
     * Ends a session. The caller reports the end.
     *
     * @return false if the session had ended before
     * @throws StoreUnavailableException if the outcome is not known; if the session has ended, its end is reported
     *     later with this cause
     */
    boolean end(StoredSession session, EndCause cause) {
        EndToken token = EndToken.create();
        return end(session, cause, token, () -> store.end(session.key(), token));
    }

    private boolean end(StoredSession session, EndCause cause, EndToken token, BooleanSupplier mark) {
        try {
            boolean ended = mark.getAsBoolean();
            if (ended) {
                discard(store, session.key(), token);
            }
            return ended;
        } catch (StoreUnavailableException e) {
            remember(session, token, cause, e);
            throw e;
        }
    }

    private void remember(StoredSession session, EndToken token, EndCause cause, StoreUnavailableException e) {
        if (e.isUnreachable()) {
            unanswered.add(session, token, cause);
        }
    }

    /** As {@link #end}, and reports the end. */
    boolean endAndReport(StoredSession session, EndCause cause) {
        return reported(session, cause, end(session, cause));
    }

    /**
     * Ends a session if it has expired, and reports the end. Returns false if another caller ended it, or if it is
     * live.
     */
    boolean expire(StoredSession session) {
        EndToken token = EndToken.create();
        boolean ended = end(session, EndCause.EXPIRED, token, () -> store.endIfExpired(session.key(), token));
        return reported(session, EndCause.EXPIRED, ended);
    }

    private boolean reported(StoredSession session, EndCause cause, boolean ended) {
        if (ended) {
            report(session, cause);
        }
        return ended;
    }

    /** Reports an end, unless this node has reported one of the same session. Returns whether it did. */
    boolean report(StoredSession session, EndCause cause) {
        return reports.report(session.key(), session.principal(), cause);
    }

    /**
     * Ends and deletes a batch of expired sessions.
     *
     * @return false if there are no more
     */
    public boolean endExpired() {
        List<ExpiredSession> found = store.findExpired();
        if (!found.isEmpty()) {
            endExpired(found);
        }
        return found.size() == SessionStore.BATCH;
    }

    private void endExpired(List<ExpiredSession> found) {
        EndToken token = EndToken.create();
        List<ExpiredSession> ended;
        try {
            ended = store.endExpired(found, token);
        } catch (StoreUnavailableException e) {
            found.forEach(
                    expired -> expired.session().ifPresent(session -> remember(session, token, EndCause.EXPIRED, e)));
            throw e;
        }
        // Data that no node accepts as a session has no end to report.
        ended.forEach(expired -> expired.session().ifPresent(session -> reported(session, EndCause.EXPIRED, true)));
        store.deleteEnded(ended.stream().map(ExpiredSession::key).toList(), token);
    }

    /** Resolves attempts that received no response. Called periodically. */
    public void complete() {
        unanswered.resolve();
    }

    /** Deletes the tombstone. If that fails, a clean-up deletes it later; the session has ended anyway. */
    static void discard(SessionStore store, SessionKey key, EndToken token) {
        try {
            store.deleteEnded(List.of(key.hex()), token);
        } catch (StoreUnavailableException leftToTheCleanUp) {
            return;
        }
    }

    @Override
    public String toString() {
        return "SessionEnds";
    }
}
