package org.boundsession.store;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user at an address, or an address, from where logins are refused because too many have failed. Immutable.
 *
 * @param address the address, or the prefix of an IPv6 network
 * @param user the start of the user's name; null for all users of the address
 * @param remaining the time until its window ends
 */
public record BlockedLogins(String address, @Nullable String user, int failures, Duration remaining) {

    public static final Comparator<BlockedLogins> LONGEST_FIRST =
            Comparator.comparing(BlockedLogins::remaining).reversed().thenComparing(BlockedLogins::address);

    /** Returns what identifies the counter. */
    public List<String> key() {
        return user == null ? List.of(address) : List.of(address, user);
    }

    @Override
    public String toString() {
        return "BlockedLogins";
    }
}
