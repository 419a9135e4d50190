package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.OnceAMinute;

/**
 * Attempts to end a session which the store did not answer. Their clients were told so, and nothing is assumed: when the
 * store answers again, it is asked whether the attempt took effect, and if it did, the end is reported. Thread-safe.
 *
 * <p>A statement may still be under way when the store is asked, so a session that has not ended is asked for again for
 * a while.
 */
final class UnansweredEnds {

    private static final Logger LOG = System.getLogger(UnansweredEnds.class.getName());

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_FAILURES_A_ROUND = 10;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long MAX_PAUSE_MILLIS = 5_000;

    /** So long after the store has answered again, no statement from before is expected any more. */
    private static final long WATCH_MILLIS = 60_000;

    private final Map<Attempt, Watch> attempts = new ConcurrentHashMap<>();
    private final SessionStore store;
    private final EndReports reports;
    private final Clock clock;
    private final AtomicLong unresolved = new AtomicLong();
    private final OnceAMinute warning = new OnceAMinute();

    UnansweredEnds(SessionStore store, EndReports reports, Clock clock) {
        this.store = store;
        this.reports = reports;
        this.clock = clock;
    }

    /** What is needed to report the end, without the request, which is over by then. */
    private record Attempt(SessionKey key, EndToken token, String user, EndCause cause) {}

    /**
     * @param untilMillis when to give up
     * @param answered whether the store has answered since
     */
    private record Watch(long untilMillis, boolean answered, long nextMillis, long pauseMillis) {

        Watch later(long now) {
            long pause = Math.min(MAX_PAUSE_MILLIS, 2 * pauseMillis);
            return new Watch(untilMillis, answered, now + pause, pause);
        }

        Watch answeredAt(long now) {
            return answered ? this : new Watch(now + WATCH_MILLIS, true, nextMillis, pauseMillis);
        }
    }

    void add(StoredSession session, EndToken token, EndCause cause) {
        if (attempts.size() >= MAX_REMEMBERED) {
            warn();
            return;
        }
        long now = clock.millis();
        // After that the store may have forgotten who ended it.
        long untilMillis = now + SessionStore.MARK_MILLIS;
        attempts.put(
                new Attempt(session.key(), token, session.principal(), cause),
                new Watch(untilMillis, false, now, FIRST_PAUSE_MILLIS));
    }

    /** Asks the store about those that are due. */
    void resolve() {
        int failures = 0;
        for (Map.Entry<Attempt, Watch> entry : attempts.entrySet()) {
            if (failures < MAX_FAILURES_A_ROUND && !resolve(entry.getKey(), entry.getValue())) {
                failures++;
            }
        }
    }

    /** False if the store refuses. */
    private boolean resolve(Attempt attempt, Watch watch) {
        long now = clock.millis();
        if (now < watch.nextMillis()) {
            return true;
        }
        try {
            settle(attempt, watch, store.endState(attempt.key(), attempt.token()), now);
            return true;
        } catch (StoreUnavailableException refused) {
            if (now < watch.untilMillis()) {
                attempts.replace(attempt, watch.later(now));
            } else {
                attempts.remove(attempt);
                warn();
            }
            return false;
        }
    }

    private void settle(Attempt attempt, Watch watch, EndState state, long now) {
        if (state == EndState.NOT_ENDED && (!watch.answered() || now < watch.untilMillis())) {
            attempts.replace(attempt, watch.answeredAt(now).later(now));
            return;
        }
        if (attempts.remove(attempt) != null && state == EndState.ENDED) {
            reports.report(attempt.key(), attempt.user(), attempt.cause());
            SessionEnds.discard(store, attempt.key(), attempt.token());
        }
    }

    private void warn() {
        long count = unresolved.incrementAndGet();
        if (warning.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "The session store did not tell in time whether sessions have ended: the audit log may lack the ends"
                            + " of {0} sessions since the start",
                    count);
        }
    }
}
