package org.boundsession.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A counter that has reached its limit.
 *
 * @param user the start of the user's name; null for all users of the address
 * @param remaining the time until its window ends
 */
public record BlockedLogins(String address, @Nullable String user, int failures, Duration remaining) {

    @Override
    public String toString() {
        return "BlockedLogins";
    }
}
