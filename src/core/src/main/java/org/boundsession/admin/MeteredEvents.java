package org.boundsession.admin;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.EndCause.Reason;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.jspecify.annotations.Nullable;

/** Listens to the events of sessions, logins and the store, and counts them. Thread-safe. */
public final class MeteredEvents implements SessionEvents {

    private final CounterDataPoint granted;
    private final CounterDataPoint refused;
    private final CounterDataPoint throttled;
    private final Map<Reason, CounterDataPoint> ended = new EnumMap<>(Reason.class);
    private final Counter denied;
    private final Counter thefts;
    private final Counter tampered;
    private volatile boolean storeUp = true;

    public MeteredEvents(Metrics metrics) {
        Counter logins = metrics.counter("bound_session_logins_total", "Logins by their outcome", "outcome");
        granted = logins.labelValues("granted");
        refused = logins.labelValues("refused");
        throttled = logins.labelValues("throttled");
        Counter ends = metrics.counter("bound_session_sessions_ended_total", "Ended sessions by the reason", "reason");
        for (Reason reason : Reason.values()) {
            ended.put(reason, ends.labelValues(reason.name().toLowerCase(Locale.ROOT)));
        }
        denied = metrics.counter("bound_session_access_denied_total", "Requests whose user lacks the role");
        thefts = metrics.counter(
                "bound_session_possible_thefts_total", "Requests with the cookie of a session and wrong evidence");
        tampered = metrics.counter(
                "bound_session_tampered_total", "Sessions in the store that were changed outside of this application");
        metrics.gauge(
                "bound_session_store_up", "Whether the session store can be asked: 1 or 0", () -> storeUp ? 1 : 0);
    }

    @Override
    public void opened(BoundSession session, Requester requester) {
        granted.inc();
    }

    @Override
    public void ended(String key, String user, EndCause cause) {
        CounterDataPoint ends = ended.get(cause.reason());
        if (ends != null) {
            ends.inc();
        }
        if (cause.reason() == Reason.MISMATCH) {
            thefts.inc();
        }
    }

    @Override
    public void mismatched(BoundSession session, Requester requester, String what) {
        thefts.inc();
    }

    @Override
    public void accessDenied(BoundSession session, Requester requester, String role) {
        denied.inc();
    }

    @Override
    public void loginRefused(@Nullable String user, Requester requester) {
        refused.inc();
    }

    @Override
    public void loginThrottled(@Nullable String user, Requester requester) {
        throttled.inc();
    }

    @Override
    public void tampered(String key) {
        tampered.inc();
    }

    @Override
    public void storeDown(String reason) {
        storeUp = false;
    }

    @Override
    public void storeUp() {
        storeUp = true;
    }

    long loginsGranted() {
        return granted.getLongValue();
    }

    long loginsRefused() {
        return refused.getLongValue();
    }

    long loginsThrottled() {
        return throttled.getLongValue();
    }

    long accessDenied() {
        return denied.getLongValue();
    }

    long possibleThefts() {
        return thefts.getLongValue();
    }

    long tamperedSessions() {
        return tampered.getLongValue();
    }

    boolean isStoreUp() {
        return storeUp;
    }
}
