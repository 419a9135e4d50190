package org.boundsession.binding;

import org.jspecify.annotations.Nullable;

/**
 * What a request presents to prove possession of what its session is bound to. Each kind of binding has its own
 * implementation. Immutable; its content must never be logged.
 */
public interface Evidence {

    /** Returns why the request presents nothing that can be checked; null if it does. */
    default @Nullable Unproved unproved() {
        return null;
    }
}
