package org.boundsession.store;

import java.nio.charset.StandardCharsets;
import org.boundsession.keys.Framing;
import org.boundsession.keys.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The counter of the failed logins of a user at an address, or of all users there. Immutable.
 *
 * @param address the address or network, for people as well
 * @param user the user's name in its canonical spelling, not empty; null for all users
 * @param limit at this number of failures, logins are blocked; more than {@link #MAX_LIMIT} means that many
 */
public record FailureCounter(String address, @Nullable String user, int limit) {

    /** More logins than can fail within a window. Small enough for a store to count beyond it. */
    public static final int MAX_LIMIT = 100_000_000;

    /** The maximum number of characters of a name that a store keeps. */
    public static final int MAX_NAME_LENGTH = 64;

    public FailureCounter {
        limit = Math.min(limit, MAX_LIMIT);
    }

    /**
     * Returns the key of this counter: SHA-256 of the application's name, the address and the user's name, each
     * length-prefixed, in 64 lower-case hexadecimal digits.
     */
    public String key(String application) {
        return Sha256.hex(
                Framing.join(bytes(application), Framing.join(bytes(address), bytes(user == null ? "" : user))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the start of the user's name, to be kept with the counter; null for all users. */
    public @Nullable String shownUser() {
        return user == null ? null : shown(user);
    }

    /**
     * Returns the start of a name, of at most {@link #MAX_NAME_LENGTH} characters, without half a surrogate pair or a blank
     * at its end, which an administrator would not repeat.
     */
    public static String shown(String name) {
        if (name.length() <= MAX_NAME_LENGTH) {
            return name;
        }
        boolean isSplit = Character.isHighSurrogate(name.charAt(MAX_NAME_LENGTH - 1));
        return name.substring(0, isSplit ? MAX_NAME_LENGTH - 1 : MAX_NAME_LENGTH)
                .stripTrailing();
    }

    @Override
    public String toString() {
        return "FailureCounter";
    }
}
