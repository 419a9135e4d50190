package org.boundsession.binding;

import org.jspecify.annotations.Nullable;

/** The request body that evidence is for: one with a certain digest, or none. Immutable. */
public interface CoveredBody {

    /** Returns why a request with a body is not accepted; null if the evidence covers a body. */
    @Nullable
    Unproved uncovered();

    /**
     * Compares the body.
     *
     * @param sha256 the digest of the body that the request has
     * @return why the body is not accepted; null if it is the one that the evidence covers
     */
    @Nullable
    Unproved check(byte[] sha256);
}
