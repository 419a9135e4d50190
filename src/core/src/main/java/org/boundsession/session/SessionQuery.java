package org.boundsession.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request for one page of live sessions, ordered by their absolute end, then by their key, both descending (keyset
 * pagination). Immutable.
 *
 * @param user only sessions of this user, in any spelling; empty for those of all users
 * @param after the last session of the page before; empty for the first page
 * @param limit the maximum number of sessions, 1 to {@link #MAX_LIMIT}
 */
public record SessionQuery(Optional<String> user, Optional<Position> after, int limit) {

    public static final int MAX_LIMIT = 500;

    public SessionQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: must be from 1 to " + MAX_LIMIT);
        }
    }

    /**
     * The position of a session in the order of all sessions.
     *
     * @param endTime the absolute end, in epoch milliseconds
     * @param key SHA-256 of the session id, in 64 lower-case hexadecimal digits
     */
    public record Position(long endTime, String key) implements Comparable<Position> {

        /** The position before all sessions. */
        public static final Position FIRST = new Position(999_999_999_999_999L, "f".repeat(64));

        private static final Pattern FORM = Pattern.compile("(\\d{1,15})-([0-9a-f]{64})");

        /** Parses the text of a position. Empty if it does not have the form of {@link #text}. */
        public static Optional<Position> parse(String text) {
            Matcher form = FORM.matcher(text);
            return form.matches()
                    ? Optional.of(new Position(Long.parseLong(form.group(1)), form.group(2)))
                    : Optional.empty();
        }

        /** Returns a text for a URL. */
        public String text() {
            return endTime + "-" + key;
        }

        /** Sessions that come first in the list are smaller. */
        @Override
        public int compareTo(Position other) {
            int byEnd = Long.compare(other.endTime, endTime);
            return byEnd != 0 ? byEnd : other.key.compareTo(key);
        }

        @Override
        public String toString() {
            return "Position";
        }
    }

    /** Returns the position after which the page starts. */
    public Position start() {
        return after.orElse(Position.FIRST);
    }

    public SessionQuery after(Position last) {
        return new SessionQuery(user, Optional.of(last), limit);
    }
}
