package org.boundsession.store;

import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.SessionEvents;

/**
 * Ends sessions of a store: marks each as ended, which decides who ended it, and deletes it then. An end whose mark was not
 * answered is reported later if it took effect, so that each end is reported once. Thread-safe.
 *
 * <p>A refusal is an answer: the session has not ended.
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
     * Ends a session. The caller reports it.
     *
     * @return false if it was over already
     * @throws StoreUnavailableException if that is not known; if it has ended, it is reported later with this cause
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

    /** As {@link #end}, and reports it. */
    boolean endAndReport(StoredSession session, EndCause cause) {
        return reported(session, cause, end(session, cause));
    }

    /** Ends a session if it is over. False if another caller did so, or if it lives. */
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

    /** Reports an end, unless this node has reported one of that session, and returns whether it did. */
    boolean report(StoredSession session, EndCause cause) {
        return reports.report(session.key(), session.principal(), cause);
    }

    /**
     * Ends and deletes some of the sessions that are over.
     *
     * @return false if there were no more
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
        // What was no session for any node has no end either.
        ended.forEach(expired -> expired.session().ifPresent(session -> reported(session, EndCause.EXPIRED, true)));
        store.deleteEnded(ended.stream().map(ExpiredSession::key).toList(), token);
    }

    /** Finds out about ends that the store did not answer; for a periodic call. */
    public void complete() {
        unanswered.resolve();
    }

    /** What is not deleted now is no session either, and a clean-up deletes it. */
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
