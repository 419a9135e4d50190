package org.boundsession.binding;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a request presents to prove possession of what its session is bound to. Each kind of binding has its own
 * implementation. For one request; its content must never be logged.
 */
public interface Evidence {

    /** Returns why the request presents nothing that can be checked; null if it does. */
    default @Nullable Unproved unproved() {
        return null;
    }

    /** Returns the request body that the evidence is for; null if the evidence says nothing about the body. */
    default @Nullable CoveredBody body() {
        return null;
    }

    /** Returns when the client made the evidence, by the client's clock, in epoch seconds; empty if it does not say. */
    default OptionalLong created() {
        return OptionalLong.empty();
    }
}
