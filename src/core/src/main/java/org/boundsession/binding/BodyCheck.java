package org.boundsession.binding;

import org.jspecify.annotations.Nullable;

/** Checks the body of a request after its evidence has proved possession, and before that is recorded. */
@FunctionalInterface
public interface BodyCheck {

    /** Nothing to check: the evidence says nothing about the body. */
    BodyCheck NONE = () -> Result.ACCEPTED;

    /**
     * The result.
     *
     * @param refused why the body is not accepted; null if it is
     * @param waited whether the check has waited for the client
     */
    record Result(@Nullable Unproved refused, boolean waited) {

        public static final Result ACCEPTED = new Result(null, false);
    }

    Result check();
}
