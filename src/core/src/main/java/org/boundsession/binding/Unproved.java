package org.boundsession.binding;

import java.util.Map;

/**
 * Why the evidence of a request is not accepted, although it is not known to be wrong. Nothing in it contains what the
 * client sent. Immutable.
 *
 * @param code the {@code code} of the response, stable, for programs
 * @param message the {@code message} of the response, for people
 * @param headers further headers of the response
 * @param fields further fields of the response: texts and numbers
 */
public record Unproved(
        Reason reason, String code, String message, Map<String, String> headers, Map<String, Object> fields)
        implements Evidence {

    /** What kind of refusal it is. */
    public enum Reason {
        /** The request contains no evidence at all. */
        ABSENT,
        /** The same, and the response tells how evidence is made. */
        REQUIRED,
        /** The evidence is malformed, or does not cover what it must. */
        MALFORMED,
        /** The evidence is well-formed, but not accepted, for example because it is too old. */
        REFUSED,
        /** The request's body is too large to be checked. */
        TOO_LARGE
    }

    public Unproved {
        headers = Map.copyOf(headers);
        fields = Map.copyOf(fields);
    }

    public Unproved(Reason reason, String code, String message) {
        this(reason, code, message, Map.of(), Map.of());
    }

    /** Returns whether the request contains no evidence at all. */
    public boolean isAbsent() {
        return reason == Reason.ABSENT || reason == Reason.REQUIRED;
    }

    @Override
    public Unproved unproved() {
        return this;
    }
}
