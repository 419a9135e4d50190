package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import org.boundsession.session.EndCause;

/**
 * A live session in the container. The {@link Binding} in memory is exact; the attributes are for a node that takes
 * the session over after a failover.
 */
final class ContainerSession implements LiveSession {

    private final ContainerSessions sessions;
    private final HttpSession session;
    private final Binding binding;
    private final long foundAt;

    ContainerSession(ContainerSessions sessions, HttpSession session, Binding binding, long foundAt) {
        this.sessions = sessions;
        this.session = session;
        this.binding = binding;
        this.foundAt = foundAt;
    }

    @Override
    public Binding binding() {
        return binding;
    }

    @Override
    public boolean needsCookie() {
        return false;
    }

    @Override
    public boolean recordProof(boolean waited) {
        long now = waited ? sessions.now() : foundAt;
        return !(waited && sessions.endings().expire(session, binding, now))
                && binding.provedAt(now)
                && writeIfDue(now, waited);
    }

    private boolean writeIfDue(long now, boolean waited) {
        long before = binding.writtenProof();
        boolean due = now - before > sessions.lagMillis() && binding.tryWriteProof(before, now);
        if (!due && !waited) {
            return true;
        }
        try {
            Carried.LAST_PROOF.set(session, now);
            return true;
        } catch (IllegalStateException endedMeanwhile) {
            return false;
        } catch (RuntimeException unknown) {
            binding.tryWriteProof(now, before);
            throw unknown;
        }
    }

    @Override
    public long countMismatch() {
        try {
            Long elsewhere = Carried.MISMATCHES.of(session);
            long count = Math.max(binding.mismatches(), elsewhere == null ? 0 : elsewhere + 1);
            Carried.MISMATCHES.set(session, count);
            return count;
        } catch (IllegalStateException endedMeanwhile) {
            return 0;
        }
    }

    @Override
    public boolean end(EndCause cause) {
        boolean first = binding.tryEnd();
        sessions.endings().finish(session, binding, first, cause);
        return first;
    }

    @Override
    public boolean destroy(EndCause cause) {
        sessions.endings().finish(session, binding, true, cause);
        return true;
    }

    @Override
    public String toString() {
        return "ContainerSession";
    }
}
