package org.boundsession.store;

import java.util.Optional;

/**
 * An expired session that a clean-up found.
 *
 * @param key the key as stored, which may have any form if another program wrote it
 * @param session empty if its data cannot be read or its seal is not valid, or if the session ended before
 */
public record ExpiredSession(String key, Optional<StoredSession> session) {

    @Override
    public String toString() {
        return "ExpiredSession";
    }
}
