package org.boundsession.admin;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.boundsession.binding.Verdict;

/** Counts the checks of guarded requests by their outcome. Thread-safe and without a lock. */
public final class CheckCounts {

    /** What a check of a guarded request found. */
    public enum Outcome {
        /** The request proved the secret of its session. */
        VALID,
        /** The secret is wrong, and the session remains. */
        MISMATCH,
        /** The secret is wrong, and the session has ended. */
        INVALIDATED,
        /** The session ended while the request waited. */
        ENDED,
        /** The request names no live bound session. */
        NO_SESSION,
        /** The request presents no secret, or a malformed one. */
        UNPROVED,
        /** The hashing lane is full. */
        BUSY,
        /** The store cannot be asked. */
        UNAVAILABLE
    }

    private final Map<Outcome, CounterDataPoint> counts = new EnumMap<>(Outcome.class);

    public CheckCounts(Metrics metrics) {
        Counter checks = metrics.counter(
                "bound_session_checks_total", "Checks whether a request proves the secret of its session", "outcome");
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, checks.labelValues(outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    public void count(Verdict verdict) {
        count(
                switch (verdict) {
                    case VALID -> Outcome.VALID;
                    case MISMATCH -> Outcome.MISMATCH;
                    case INVALIDATED -> Outcome.INVALIDATED;
                    case ENDED -> Outcome.ENDED;
                });
    }

    public void count(Outcome outcome) {
        CounterDataPoint counter = counts.get(outcome);
        if (counter != null) {
            counter.inc();
        }
    }
}
