package org.boundsession.store;

import org.boundsession.binding.Binding;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.Lifetimes;
import org.boundsession.binding.LiveSession;

/**
 * A live session in a store.
 *
 * <p>What a node without this node's memory reads may be older by {@link Lifetimes#lag}, and it allows for that. As long as
 * the recorded time is not older, a proof needs no write; one caller refreshes it a little earlier, so that the others
 * seldom have to.
 */
final class StoredLiveSession implements LiveSession {

    /** If a write takes longer than the lag, the recorded time is too old once more. */
    private static final int MAX_WRITES = 2;

    private final StoredSessions sessions;
    private final StoredView view;
    private final Binding binding;
    private final long foundAt;
    private final boolean isOpened;

    /** @param isOpened whether it was opened by this request */
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
        return binding.provedAt(now) && (isRecorded(now, waited) || isOver());
    }

    /** The store says so: a request that found the session before must not take it for live either. */
    private boolean isOver() {
        binding.tryEnd();
        return false;
    }

    private boolean isRecorded(long now, boolean waited) {
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
            if (!view.touch(proof, sessions.lagMillis())) {
                return false;
            }
            binding.wroteProof(view.stored().lastAccessedTime());
            long before = proof;
            proof = sessions.now();
            if (proof - before <= sessions.lagMillis()) {
                break;
            }
        }
        // The write was a wait, too.
        return proof < binding.end() && !binding.hasEnded();
    }

    @Override
    public long countMismatch() {
        return view.countMismatch();
    }

    /** Each caller asks the store: only the store knows whether it is over, and who was first. */
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
