package org.boundsession.store;

import java.util.Optional;

/**
 * A session that a clean-up found.
 *
 * @param key as the store has it, which may be anything if somebody else wrote it
 * @param session empty if its data cannot be read or is not to be believed, or if it ended before
 */
public record ExpiredSession(String key, Optional<StoredSession> session) {

    @Override
    public String toString() {
        return "ExpiredSession";
    }
}
