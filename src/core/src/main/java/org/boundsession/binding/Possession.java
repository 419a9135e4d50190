package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What one session is bound to, as this node knows it. Made by a {@link BindingScheme}, kept in memory, thread-safe.
 */
public interface Possession {

    /** The kind of binding, as the stored form names it. */
    String kind();

    /** {@code {kind}…}: what the session carries, and from which any node can make this again. */
    String storedForm();

    /** What a request offers for this kind of binding. */
    Evidence read(HttpServletRequest request);

    /**
     * Checks evidence of this kind in constant time, without a lock and without waiting.
     *
     * @return {@link Answer#UNKNOWN} if that takes {@link #checkSlowly}
     */
    Answer check(Evidence evidence);

    /**
     * Checks evidence of this kind with slow hashing. The caller holds a place in the lane and the lock of the session; after
     * {@link Answer#PROVED}, {@link #check} knows the evidence.
     */
    Answer checkSlowly(Evidence evidence);
}
