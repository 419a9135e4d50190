package org.boundsession.binding;

/**
 * Why a request presents no evidence that can be checked. Neither text contains what the client sent.
 *
 * @param code the {@code code} of the response, stable, for programs
 * @param message the {@code message} of the response, for people
 * @param isAbsent true if the request contains no evidence at all, false if it is malformed
 */
public record Unproved(String code, String message, boolean isAbsent) implements Evidence {

    @Override
    public Unproved unproved() {
        return this;
    }
}
