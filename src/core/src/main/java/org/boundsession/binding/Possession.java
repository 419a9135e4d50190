package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.bulkhead.HashingLane;

/**
 * What one session is bound to, for example a secret. Created by a {@link BindingScheme} and kept in memory.
 * Thread-safe.
 */
public interface Possession {

    /** Returns the kind of binding, as the stored form names it. */
    String kind();

    /** Returns the form in which the session carries it, {@code {kind}…}. Any node can restore it from this form. */
    String storedForm();

    /**
     * Returns whether this node still has the key that {@link #checkSlowly} needs; its secret may have been removed.
     */
    default boolean isVerifiable() {
        return true;
    }

    /** Returns what a client needs to know to make evidence. */
    default ProofTerms terms() {
        return ProofTerms.NONE;
    }

    /**
     * Returns the number of mismatches that ends the session.
     *
     * @param configured the setting {@code mismatch-limit}
     */
    default int mismatchLimit(int configured) {
        return configured;
    }

    /** Returns what a mismatch is, for the audit log. */
    default String mismatch() {
        return "wrong secret";
    }

    /** Reads the evidence that a request presents for this kind of binding. */
    Evidence read(HttpServletRequest request);

    /**
     * Checks evidence of this kind in constant time, without a global lock and without slow hashing. Called at most
     * once for the evidence of a request, unless it answers {@link Answer#UNKNOWN}: it may record that the evidence was
     * used.
     *
     * @return {@link Answer#UNKNOWN} if only {@link #checkSlowly} can decide
     * @throws org.boundsession.bulkhead.BusyException if nothing can be decided now
     */
    Answer check(Evidence evidence);

    /**
     * Checks evidence of this kind with slow hashing. The caller holds a place in the {@link HashingLane} and the lock
     * of the session's {@link Binding}. After {@link Answer#PROVED}, {@link #check} recognizes the same evidence.
     */
    Answer checkSlowly(Evidence evidence);
}
