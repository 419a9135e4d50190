package org.boundsession.binding;

import org.jspecify.annotations.Nullable;

/**
 * What a request offers to prove possession of what its session is bound to. Each kind of binding has its own. Immutable, and
 * never printed.
 */
public interface Evidence {

    /** Why nothing is offered that could be checked; null if there is. */
    default @Nullable Unproved unproved() {
        return null;
    }
}
