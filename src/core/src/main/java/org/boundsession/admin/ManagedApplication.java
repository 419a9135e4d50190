package org.boundsession.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.store.StoreUnavailableException;

/** The MBean of one application. Thread-safe. */
public final class ManagedApplication implements BoundSessionMXBean {

    private static final EndCause BY_JMX = EndCause.revokedBy("an administrator by JMX", null);

    private final MeteredEvents events;
    private final HashingFigures hashing;
    private final LongSupplier activeSessions;
    private final Drain drain;
    private final SessionAdministration sessions;

    public ManagedApplication(
            MeteredEvents events,
            HashingFigures hashing,
            LongSupplier activeSessions,
            Drain drain,
            SessionAdministration sessions) {
        this.events = events;
        this.hashing = hashing;
        this.activeSessions = activeSessions;
        this.drain = drain;
        this.sessions = sessions;
    }

    @Override
    public long getActiveSessions() {
        return activeSessions.getAsLong();
    }

    @Override
    public long getLoginsGranted() {
        return events.loginsGranted();
    }

    @Override
    public long getLoginsRefused() {
        return events.loginsRefused();
    }

    @Override
    public long getLoginsThrottled() {
        return events.loginsThrottled();
    }

    @Override
    public long getAccessDenied() {
        return events.accessDenied();
    }

    @Override
    public long getPossibleThefts() {
        return events.possibleThefts();
    }

    @Override
    public long getTamperedSessions() {
        return events.tamperedSessions();
    }

    @Override
    public long getHashingRunning() {
        return hashing.running();
    }

    @Override
    public long getHashingWaiting() {
        return hashing.waiting();
    }

    @Override
    public long getHashingRefused() {
        return hashing.refused();
    }

    @Override
    public boolean isStoreUp() {
        return events.isStoreUp();
    }

    @Override
    public boolean isDraining() {
        return drain.isDraining();
    }

    @Override
    public List<ListedSession> list(String user, int limit, String after) {
        Optional<Position> position = after.isEmpty()
                ? Optional.empty()
                : Optional.of(Position.parse(after)
                        .orElseThrow(() -> new IllegalArgumentException("after: not the position of a session")));
        SessionQuery query = new SessionQuery(Optional.of(user).filter(name -> !name.isEmpty()), position, limit);
        return answered(() ->
                sessions.list(query).sessions().stream().map(ListedSession::new).toList());
    }

    @Override
    public boolean revoke(String handle) {
        return answered(() -> sessions.end(handle, BY_JMX));
    }

    @Override
    public long revokeUser(String user) {
        return answered(() -> sessions.endAll(user, BY_JMX));
    }

    /** A client has no class of this application, and the cause may quote a row. */
    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreUnavailableException e) {
            throw new IllegalStateException("The session store is unavailable");
        }
    }

    @Override
    public void drain() {
        drain.begin();
    }

    @Override
    public void undrain() {
        drain.end();
    }
}
