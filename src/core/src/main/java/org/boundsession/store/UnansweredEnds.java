package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.boundsession.concurrent.OnceAMinute;
import org.boundsession.session.EndCause;

/**
 * Attempts to end a session to which the store did not respond, so that their outcome is unknown. When the store
 * responds again, it is asked whether each attempt took effect, and if it did, the end is reported. Thread-safe.
 *
 * <p>A statement may still be in progress when the store is asked, so an attempt that has not taken effect is checked
 * again for some time.
 */
final class UnansweredEnds {

    private static final Logger LOG = System.getLogger(UnansweredEnds.class.getName());

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_FAILURES_A_ROUND = 10;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long MAX_PAUSE_MILLIS = 5_000;

    /** The time after the first response within which an earlier statement may still take effect. */
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

    /** The data to report the end, without the request, which has completed by then. */
    private record Attempt(SessionKey key, EndToken token, String user, EndCause cause) {}

    /**
     * @param untilMillis the time at which this node gives up
     * @param answered whether the store has responded since the attempt
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
        // After that the tombstone may be deleted.
        long untilMillis = now + SessionStore.MARK_MILLIS;
        attempts.put(
                new Attempt(session.key(), token, session.principal(), cause),
                new Watch(untilMillis, false, now, FIRST_PAUSE_MILLIS));
    }

    /** Asks the store for the outcome of the attempts that are due. */
    void resolve() {
        int failures = 0;
        for (Map.Entry<Attempt, Watch> entry : attempts.entrySet()) {
            if (failures < MAX_FAILURES_A_ROUND && !resolve(entry.getKey(), entry.getValue())) {
                failures++;
            }
        }
    }

    /** Returns false if the store refuses. */
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
                    "The audit log may lack the ends of {0} sessions since the start, because the session store did not"
                            + " respond in time",
                    count);
        }
    }
}
