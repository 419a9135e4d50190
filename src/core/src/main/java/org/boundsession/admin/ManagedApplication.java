package org.boundsession.admin;

import java.util.function.LongSupplier;

/** The MBean of one application. Thread-safe. */
public final class ManagedApplication implements BoundSessionMXBean {

    private final MeteredEvents events;
    private final HashingFigures hashing;
    private final LongSupplier activeSessions;
    private final Drain drain;

    public ManagedApplication(MeteredEvents events, HashingFigures hashing, LongSupplier activeSessions, Drain drain) {
        this.events = events;
        this.hashing = hashing;
        this.activeSessions = activeSessions;
        this.drain = drain;
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
    public void drain() {
        drain.begin();
    }

    @Override
    public void undrain() {
        drain.end();
    }
}
