package org.boundsession.store;

/**
 * A session that a clean-up deleted.
 *
 * @param principal whose session it was
 */
public record ExpiredSession(SessionKey key, String principal) {

    @Override
    public String toString() {
        return "ExpiredSession";
    }
}
