package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.boundsession.session.BoundSession;
import org.boundsession.session.UserNames;
import org.jspecify.annotations.Nullable;

/**
 * The in-memory state of one bound session on this node: the session, its binding, the time of the last proof, and
 * whether the session has ended. Thread-safe and lock-free.
 *
 * <p>The time of the last proof and the end share one variable, which is changed by compare-and-set. Otherwise a proof
 * could be recorded while another thread expires the session.
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
    private final String canonicalUser;
    private final Possession possession;
    private final long end;
    private final long maxIdle;
    private final @Nullable HttpSession holder;

    /** Epoch milliseconds of the last proof; the bitwise complement of it after the session has ended. */
    private volatile long lastProof;

    private volatile long writtenProof;

    /** The time of a proof that another node has recorded in the session, by its own clock, and that was taken over. */
    private volatile long recordedElsewhere;

    @SuppressWarnings("UnusedVariable") // read through its field updater
    private volatile int mismatches;

    @SuppressWarnings("UnusedVariable") // read through its field updater
    private volatile int writing;

    /**
     * @param maxIdle the idle timeout in milliseconds
     * @param lastProof epoch milliseconds
     * @param holder the container's session; null if the session is in a store, because then each request has its own
     *     view
     */
    Binding(BoundSession session, Possession possession, long maxIdle, long lastProof, @Nullable HttpSession holder) {
        this.session = session;
        this.canonicalUser = UserNames.canonical(session.user());
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

    /** Returns the canonical spelling of the user's name, see {@link UserNames}. */
    String canonicalUser() {
        return canonicalUser;
    }

    /** Returns what the session is bound to. */
    public Possession possession() {
        return possession;
    }

    /** Returns the container's session; null if the session is in a store. */
    @Nullable
    HttpSession holder() {
        return holder;
    }

    /** Returns whether this binding was created from the given stored form. */
    boolean isStoredAs(String text) {
        return possession.storedForm().equals(text);
    }

    /** Returns the absolute end, in epoch milliseconds. */
    public long end() {
        return end;
    }

    /** Returns the time of the last proof, in epoch milliseconds, also after the session has ended. */
    long lastProof() {
        long last = lastProof;
        return last < 0 ? ~last : last;
    }

    /** Records a proof, unless a later one is recorded. Returns false if the session has ended. */
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

    /**
     * Returns the latest recorded time of a proof that this node knows. The session or the store holds this time or a
     * later one, which may come from another node.
     */
    public long writtenProof() {
        return writtenProof;
    }

    public void wroteProof(long millis) {
        WRITTEN_PROOF.accumulateAndGet(this, millis, Math::max);
    }

    /**
     * Returns true once for a time that another node has recorded. It may lie in the future, and be followed by an
     * earlier one of a node whose clock is right.
     */
    boolean learnsOf(long recorded) {
        boolean isNew = recorded > writtenProof && recorded != recordedElsewhere;
        if (isNew) {
            recordedElsewhere = recorded;
        }
        return isNew;
    }

    /**
     * Takes over a proof that another node has recorded. That node may have seen proofs up to {@code lagMillis} later.
     */
    void provedElsewhere(long millis, long lagMillis) {
        wroteProof(millis);
        provedAt(millis + lagMillis);
    }

    /** Returns true for exactly one caller, which then writes this proof in place of the one before. */
    boolean tryWriteProof(long before, long millis) {
        return WRITTEN_PROOF.compareAndSet(this, before, millis);
    }

    /** Returns true for one caller at a time, which then writes the proof and calls {@link #endWriting}. */
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

    /** Ends the session. Returns true for exactly one caller. */
    public boolean tryEnd() {
        long last = lastProof;
        while (last >= 0 && !LAST_PROOF.compareAndSet(this, last, ~last)) {
            last = lastProof;
        }
        return last >= 0;
    }

    /** Ends the session if it has expired. Returns true for exactly one caller. */
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
