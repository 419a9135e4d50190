package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What this node holds of one bound session: whose it is, the hash of its secret, the fast tag once the secret was
 * proved here, and the time of the last proof. Thread-safe.
 */
final class Binding {

    private static final AtomicIntegerFieldUpdater<Binding> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Binding.class, "ended");
    private static final AtomicIntegerFieldUpdater<Binding> MISMATCHES =
            AtomicIntegerFieldUpdater.newUpdater(Binding.class, "mismatches");
    private static final AtomicLongFieldUpdater<Binding> WRITTEN_PROOF =
            AtomicLongFieldUpdater.newUpdater(Binding.class, "writtenProof");

    private final @Nullable HttpSession session;
    private final String id;
    private final String user;
    private final Set<String> roles;
    private final String hash;
    private final long end;
    private volatile byte @Nullable [] tag;
    private volatile long lastProof;
    private volatile long writtenProof;

    @SuppressWarnings("UnusedVariable") // read through its field updater
    private volatile int mismatches;

    private volatile int ended;

    /**
     * @param id the session's, without route
     * @param end epoch milliseconds of the absolute end
     * @param lastProof epoch milliseconds
     */
    Binding(HttpSession session, String id, String user, Set<String> roles, String hash, long end, long lastProof) {
        this.session = session instanceof ExternalSession ? null : session;
        this.id = id;
        this.user = user;
        this.roles = roles;
        this.hash = hash;
        this.end = end;
        this.lastProof = lastProof;
        this.writtenProof = lastProof;
    }

    /** Where it lives in the container; null where it lives elsewhere, for then each request has a view of its own. */
    @Nullable
    HttpSession session() {
        return session;
    }

    String id() {
        return id;
    }

    String user() {
        return user;
    }

    Set<String> roles() {
        return roles;
    }

    String hash() {
        return hash;
    }

    /** Whether the session still carries what this was made from. */
    boolean isStoredAs(String text) {
        return hash.equals(text);
    }

    long end() {
        return end;
    }

    byte @Nullable [] tag() {
        return tag;
    }

    void learn(byte[] provedTag) {
        tag = provedTag;
    }

    long lastProof() {
        return lastProof;
    }

    void provedAt(long millis) {
        // Two requests may race here; the session then idles from either, a few milliseconds apart.
        if (millis > lastProof) {
            lastProof = millis;
        }
    }

    /** What the session's attributes tell of its last proof. */
    void readProof(long millis) {
        provedAt(millis);
        WRITTEN_PROOF.accumulateAndGet(this, millis, Math::max);
    }

    /** True for the one caller who has to write it into the session's attributes, which are older than allowed. */
    boolean tryWriteProof(long millis, long allowedMillis) {
        long written = writtenProof;
        return millis - written > allowedMillis && WRITTEN_PROOF.compareAndSet(this, written, millis);
    }

    /** It could not be written: the next proof tries again. */
    void undoWriteProof(long millis) {
        WRITTEN_PROOF.compareAndSet(this, millis, 0);
    }

    boolean isExpiredAt(long millis, long idleMillis) {
        return millis >= end || millis - lastProof >= idleMillis;
    }

    int countMismatch() {
        return MISMATCHES.incrementAndGet(this);
    }

    boolean hasEnded() {
        return ended != 0;
    }

    /** True for the one caller who ends it. */
    boolean tryEnd() {
        return ENDED.compareAndSet(this, 0, 1);
    }

    @Override
    public String toString() {
        return "Binding";
    }
}
