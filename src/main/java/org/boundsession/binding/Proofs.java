package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import java.time.Clock;

/**
 * Records proofs of the secret. A proof is recorded before it is acknowledged, so that the session lives for its idle time
 * from then on, whichever node is asked. Thread-safe.
 *
 * <p>What a node without this node's memory reads may be older by {@link Lifetimes#lag}, and it allows for that. As long as
 * the recorded time is not older, a proof needs no write; one caller refreshes it a little earlier, so that the others
 * seldom have to.
 */
final class Proofs {

    /** If a write takes longer than the lag, the recorded time is too old once more. */
    private static final int MAX_WRITES = 2;

    private final Endings endings;
    private final Clock clock;
    private final long dueMillis;
    private final long refreshMillis;

    Proofs(Endings endings, Clock clock, long idleMillis) {
        this.endings = endings;
        this.clock = clock;
        this.dueMillis = Lifetimes.lag(idleMillis);
        this.refreshMillis = dueMillis - dueMillis / 10;
    }

    /**
     * Records that the secret was proved.
     *
     * @param waited whether the caller has waited since it found the session: then it asks again whether the session lives
     * @return false if the session is over, and nothing was recorded
     */
    boolean record(BoundSession bound, boolean waited) {
        Binding binding = bound.binding();
        long now = waited ? clock.millis() : bound.foundAt();
        if (bound.session() instanceof ExternalSession external) {
            return binding.provedAt(now) && (isRecorded(external, binding, now, waited) || isOver(binding));
        }
        return !(waited && endings.expire(bound.session(), binding, now))
                && binding.provedAt(now)
                && isCarried(bound.session(), binding, now, waited);
    }

    /** The store says so: a request that found the session before must not take it for live either. */
    private static boolean isOver(Binding binding) {
        binding.tryEnd();
        return false;
    }

    private boolean isRecorded(ExternalSession session, Binding binding, long now, boolean waited) {
        long age = now - Math.max(session.getLastAccessedTime(), binding.writtenProof());
        if (waited || age > dueMillis) {
            return write(session, binding, now);
        }
        if (age <= refreshMillis || !binding.tryWriting()) {
            return true;
        }
        try {
            return write(session, binding, now);
        } finally {
            binding.endWriting();
        }
    }

    private boolean write(ExternalSession session, Binding binding, long now) {
        long proof = now;
        for (int i = 0; i < MAX_WRITES; i++) {
            if (!session.touch(proof, dueMillis)) {
                return false;
            }
            binding.wroteProof(session.getLastAccessedTime());
            long before = proof;
            proof = clock.millis();
            if (proof - before <= dueMillis) {
                break;
            }
        }
        // The write was a wait, too.
        return proof < binding.end() && !binding.hasEnded();
    }

    /** In the container this node's memory is exact; the attribute is for a node that takes the session over. */
    private boolean isCarried(HttpSession session, Binding binding, long now, boolean waited) {
        long before = binding.writtenProof();
        boolean due = now - before > dueMillis && binding.tryWriteProof(before, now);
        if (!due && !waited) {
            return true;
        }
        try {
            session.setAttribute(BoundAttributes.LAST_PROOF, now);
            return true;
        } catch (IllegalStateException endedMeanwhile) {
            return false;
        } catch (RuntimeException unknown) {
            binding.tryWriteProof(now, before);
            throw unknown;
        }
    }
}
