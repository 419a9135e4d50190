package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What this node holds of one bound session: whose it is, what it is bound to, the time of the last proof, and whether it
 * has ended. Thread-safe.
 *
 * <p>The time of the last proof and the end are one variable: a proof that was recorded and an expiry that overlooked it
 * cannot both succeed.
 */
public final class Binding {

    private static final AtomicLongFieldUpdater<Binding> LAST_PROOF =
            AtomicLongFieldUpdater.newUpdater(Binding.class, "lastProof");
    private static final AtomicLongFieldUpdater<Binding> WRITTEN_PROOF =
            AtomicLongFieldUpdater.newUpdater(Binding.class, "writtenProof");
    private static final AtomicIntegerFieldUpdater<Binding> MISMATCHES =
            AtomicIntegerFieldUpdater.newUpdater(Binding.class, "mismatches");
    private static final AtomicIntegerFieldUpdater<Binding> WRITING =
            AtomicIntegerFieldUpdater.newUpdater(Binding.class, "writing");

    private final BoundSession session;
    private final Possession possession;
    private final long end;
    private final long maxIdle;
    private final @Nullable HttpSession holder;

    /** Its bitwise complement once the session has ended. */
    private volatile long lastProof;

    private volatile long writtenProof;

    @SuppressWarnings("UnusedVariable") // read through its field updater
    private volatile int mismatches;

    @SuppressWarnings("UnusedVariable") // read through its field updater
    private volatile int writing;

    /**
     * @param maxIdle milliseconds after {@code lastProof} at which it expires
     * @param lastProof epoch milliseconds
     * @param holder the container's session; null if it lives elsewhere, because then each request has a view of its own
     */
    Binding(BoundSession session, Possession possession, long maxIdle, long lastProof, @Nullable HttpSession holder) {
        this.session = session;
        this.possession = possession;
        this.end = session.expiresAt().toEpochMilli();
        this.maxIdle = maxIdle;
        this.lastProof = lastProof;
        this.writtenProof = lastProof;
        this.holder = holder;
    }

    public BoundSession session() {
        return session;
    }

    /** What the session is bound to. */
    public Possession possession() {
        return possession;
    }

    /** The container's session; null if it lives elsewhere. */
    @Nullable
    HttpSession holder() {
        return holder;
    }

    /** Whether the session still carries what this was made from. */
    boolean isStoredAs(String text) {
        return possession.storedForm().equals(text);
    }

    /** Epoch milliseconds of the absolute end. */
    public long end() {
        return end;
    }

    /** The last one before the end, if it has ended. */
    long lastProof() {
        long last = lastProof;
        return last < 0 ? ~last : last;
    }

    /** @return false if the session has ended */
    public boolean provedAt(long millis) {
        long last = lastProof;
        while (last >= 0 && millis > last) {
            if (LAST_PROOF.compareAndSet(this, last, millis)) {
                return true;
            }
            last = lastProof;
        }
        return last >= 0;
    }

    /** The time of the last proof as the session carries it: this node's or another's, and not older than this. */
    public long writtenProof() {
        return writtenProof;
    }

    public void wroteProof(long millis) {
        WRITTEN_PROOF.accumulateAndGet(this, millis, Math::max);
    }

    /** Another node has recorded a proof, and may have seen others up to so many milliseconds later. */
    void provedElsewhere(long millis, long lagMillis) {
        wroteProof(millis);
        provedAt(millis + lagMillis);
    }

    /** True for the one caller who writes this proof in place of that one. */
    boolean tryWriteProof(long before, long millis) {
        return WRITTEN_PROOF.compareAndSet(this, before, millis);
    }

    /** True for one caller at a time, who then writes the proof, and calls {@link #endWriting}. */
    public boolean tryWriting() {
        return WRITING.compareAndSet(this, 0, 1);
    }

    public void endWriting() {
        writing = 0;
    }

    boolean isExpiredAt(long millis) {
        return isExpiredAt(millis, lastProof());
    }

    private boolean isExpiredAt(long millis, long last) {
        return millis >= end || millis - last >= maxIdle;
    }

    int countMismatch() {
        return MISMATCHES.incrementAndGet(this);
    }

    int mismatches() {
        return mismatches;
    }

    public boolean hasEnded() {
        return lastProof < 0;
    }

    /** True for the one caller who ends it. */
    public boolean tryEnd() {
        long last = lastProof;
        while (last >= 0 && !LAST_PROOF.compareAndSet(this, last, ~last)) {
            last = lastProof;
        }
        return last >= 0;
    }

    /** True for the one caller who ends it because it has expired. */
    boolean tryExpire(long millis) {
        long last = lastProof;
        while (last >= 0 && isExpiredAt(millis, last)) {
            if (LAST_PROOF.compareAndSet(this, last, ~last)) {
                return true;
            }
            last = lastProof;
        }
        return false;
    }

    @Override
    public String toString() {
        return "Binding";
    }
}
