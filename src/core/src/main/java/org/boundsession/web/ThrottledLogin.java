package org.boundsession.web;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user at an address, or an address, from where logins are refused because too many have failed.
 *
 * @param address the address, or the prefix of an IPv6 network
 * @param user the user's name in the spelling under which failures are counted, of bounded length; null if the address
 *     is blocked for all users
 * @param remaining the time until an attempt is allowed
 */
record ThrottledLogin(String address, @Nullable String user, int failures, Duration remaining) {

    /** Returns what identifies the counter. */
    List<String> key() {
        return user == null ? List.of(address) : List.of(address, user);
    }

    static final Comparator<ThrottledLogin> LONGEST_FIRST =
            Comparator.comparing(ThrottledLogin::remaining).reversed().thenComparing(ThrottledLogin::address);
}
