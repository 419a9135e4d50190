package org.boundsession.store;

import org.boundsession.binding.Binding;
import org.boundsession.binding.LiveSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;

/**
 * A live session in a store.
 *
 * <p>Proofs are written rarely: the recorded time of the last proof may be older than the actual one by up to {@link
 * Lifetimes#lag}, which all nodes take into account. Within that lag, a proof needs no write. Shortly before its end,
 * one caller refreshes the recorded time, so that concurrent requests need not wait for a write.
 */
final class StoredLiveSession implements LiveSession {

    /** If a write takes longer than the lag, the recorded time is too old again. */
    private static final int MAX_WRITES = 2;

    private final StoredSessions sessions;
    private final StoredView view;
    private final Binding binding;
    private final long foundAt;
    private final boolean isOpened;

    /** @param isOpened whether this request opened the session */
    StoredLiveSession(StoredSessions sessions, StoredView view, Binding binding, long foundAt, boolean isOpened) {
        this.sessions = sessions;
        this.view = view;
        this.binding = binding;
        this.foundAt = foundAt;
        this.isOpened = isOpened;
    }

    @Override
    public Binding binding() {
        return binding;
    }

    @Override
    public boolean needsCookie() {
        return isOpened;
    }

    @Override
    public boolean recordProof(boolean waited) {
        long now = waited ? sessions.now() : foundAt;
        if (!binding.provedAt(now)) {
            return false;
        }
        if (writeIfDue(now, waited)) {
            return true;
        }
        // Requests that found the session earlier must not accept it either.
        binding.tryEnd();
        return false;
    }

    private boolean writeIfDue(long now, boolean waited) {
        long age = now - Math.max(view.stored().lastAccessedTime(), binding.writtenProof());
        if (waited || age > sessions.lagMillis()) {
            return write(now);
        }
        if (age <= sessions.refreshMillis() || !binding.tryWriting()) {
            return true;
        }
        try {
            return write(now);
        } finally {
            binding.endWriting();
        }
    }

    private boolean write(long now) {
        long proof = now;
        for (int i = 0; i < MAX_WRITES; i++) {
            if (!view.touch(proof)) {
                return false;
            }
            binding.wroteProof(view.stored().lastAccessedTime());
            long before = proof;
            proof = sessions.now();
            if (proof - before <= sessions.lagMillis()) {
                break;
            }
        }
        // The session may have ended during the write.
        return proof < binding.end() && !binding.hasEnded();
    }

    @Override
    public long countMismatch() {
        return view.countMismatch();
    }

    /**
     * Each caller asks the store, because only the store knows whether the session has ended, and which caller was
     * first.
     */
    @Override
    public boolean end(EndCause cause) {
        boolean first = view.end(cause);
        binding.tryEnd();
        return first && sessions.report(view, cause);
    }

    @Override
    public boolean destroy(EndCause cause) {
        return view.destroy() && sessions.report(view, cause);
    }

    @Override
    public String toString() {
        return "StoredLiveSession";
    }
}
