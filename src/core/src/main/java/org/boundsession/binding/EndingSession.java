package org.boundsession.binding;

import org.boundsession.session.EndCause;

/**
 * A live session for a request that ends it: a proof is checked, but not written, because the write would be lost with
 * the session, and must not keep it from ending.
 */
record EndingSession(LiveSession live) implements LiveSession {

    @Override
    public Binding binding() {
        return live.binding();
    }

    @Override
    public boolean needsCookie() {
        return live.needsCookie();
    }

    @Override
    public boolean recordProof(boolean waited) {
        return !binding().hasEnded();
    }

    @Override
    public long countMismatch() {
        return live.countMismatch();
    }

    @Override
    public boolean end(EndCause cause) {
        return live.end(cause);
    }

    @Override
    public boolean destroy(EndCause cause) {
        return live.destroy(cause);
    }

    @Override
    public String toString() {
        return "EndingSession";
    }
}
