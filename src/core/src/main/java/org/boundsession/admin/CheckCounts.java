package org.boundsession.admin;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Verdict;
import org.jspecify.annotations.Nullable;

/** Counts the checks of requests by the kind of binding and their outcome. Thread-safe and without a lock. */
public final class CheckCounts {

    /** The kind of binding of a request that names no live bound session. */
    public static final String NO_KIND = "none";

    /** What a check of a request found. Evidence that is refused is counted by the code of the response instead. */
    public enum Outcome {
        /** The request proved possession of what its session is bound to. */
        VALID,
        /** The evidence is wrong, and the session remains. */
        MISMATCH,
        /** The evidence is wrong, and the session has ended. */
        INVALIDATED,
        /** The session ended while the request waited. */
        ENDED,
        /** The request names no live bound session. */
        NO_SESSION,
        /** The request presents no evidence, or malformed evidence. */
        UNPROVED,
        /** The hashing lane, or the memory for signatures, is full. */
        BUSY,
        /** The store cannot be asked. */
        UNAVAILABLE
    }

    private final Counter checks;
    private final Map<String, Map<Outcome, CounterDataPoint>> counts = new HashMap<>();

    /** @param kinds the names of all kinds of binding */
    public CheckCounts(Metrics metrics, Set<String> kinds) {
        checks = metrics.counter(
                "bound_session_checks_total",
                "Checks whether a request proves possession of what its session is bound to",
                "binding",
                "outcome");
        kinds.forEach(this::addKind);
        addKind(NO_KIND);
    }

    private void addKind(String kind) {
        Map<Outcome, CounterDataPoint> ofKind = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            ofKind.put(outcome, checks.labelValues(kind, outcome.name().toLowerCase(Locale.ROOT)));
        }
        counts.put(kind, ofKind);
    }

    public void count(String kind, Verdict verdict) {
        switch (verdict.outcome()) {
            case VALID -> count(kind, Outcome.VALID);
            case MISMATCH -> count(kind, Outcome.MISMATCH);
            case INVALIDATED -> count(kind, Outcome.INVALIDATED);
            case ENDED -> count(kind, Outcome.ENDED);
            case REFUSED -> countRefused(kind, verdict.reason());
        }
    }

    private void countRefused(String kind, @Nullable Unproved reason) {
        if (reason != null) {
            checks.labelValues(kind, reason.code()).inc();
        }
    }

    /** @param kind the name of a kind of binding, or {@link #NO_KIND} */
    public void count(String kind, Outcome outcome) {
        Map<Outcome, CounterDataPoint> ofKind = counts.get(kind);
        CounterDataPoint counter = ofKind == null ? null : ofKind.get(outcome);
        if (counter != null) {
            counter.inc();
        }
    }
}
