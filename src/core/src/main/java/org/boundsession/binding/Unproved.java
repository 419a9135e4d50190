package org.boundsession.binding;

/**
 * Why a request offers no evidence. Neither text holds what the client sent.
 *
 * @param code stable, for programs
 * @param message for people
 * @param isAbsent whether the request does not even try, as a request of a browser or of another site
 */
public record Unproved(String code, String message, boolean isAbsent) implements Evidence {

    @Override
    public Unproved unproved() {
        return this;
    }
}
