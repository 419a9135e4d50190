package org.boundsession.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.boundsession.store.SessionKey;
import org.boundsession.store.UserKey;

/**
 * The names of the keys of one application: {@code bound-session:<application>:session:<key>}, {@code …:user:<key>},
 * {@code …:failures:<key>}, {@code …:throttled}, {@code …:sessions:<first digit of a key>}, {@code …:ends:<first digit
 * of a key>}, {@code …:proof:<proof>} and {@code …:probe}. An access control list of Redis can limit a user to {@code
 * ~bound-session:<application>:*}.
 *
 * <p>Characters of the application's name that could be read as a separator, a pattern or a hash tag are
 * percent-encoded. A hash tag would put all sessions into one slot of a cluster.
 */
final class KeyNames {

    private static final String PLAIN = "-._~/!$&+,=@";
    private static final String DIGITS = "0123456789abcdef";

    private final String session;
    private final String user;
    private final String sessions;
    private final String ends;
    private final String failures;
    private final String throttled;
    private final String proof;
    private final String probe;

    KeyNames(String application) {
        String prefix = "bound-session:" + encode(application);
        session = prefix + ":session:";
        user = prefix + ":user:";
        sessions = prefix + ":sessions:";
        ends = prefix + ":ends:";
        failures = prefix + ":failures:";
        throttled = prefix + ":throttled";
        proof = prefix + ":proof:";
        probe = prefix + ":probe";
    }

    private static String encode(String application) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : application.getBytes(StandardCharsets.UTF_8)) {
            if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    String session(SessionKey key) {
        return session + key.hex();
    }

    /** Returns the name of the index of one user: a sorted set of session keys by absolute end. */
    String user(UserKey key) {
        return user + key.hex();
    }

    /** Returns the name of the index that has a session: one of {@link #allSessions}. */
    String sessions(SessionKey key) {
        return sessions + key.hex().charAt(0);
    }

    /**
     * Returns the names of the sixteen indexes of all sessions: sorted sets of session keys by expiry. They are
     * several, so that a cluster distributes them.
     */
    List<String> allSessions() {
        return all(sessions);
    }

    private static List<String> all(String prefix) {
        return DIGITS.chars().mapToObj(digit -> prefix + (char) digit).toList();
    }

    /** Returns the name of the index by absolute end that has a session: one of {@link #allEnds}. */
    String ends(SessionKey key) {
        return ends + key.hex().charAt(0);
    }

    /** Returns the names of the sixteen indexes of all sessions by absolute end, several as those by expiry. */
    List<String> allEnds() {
        return all(ends);
    }

    /** Returns the name of a counter of failed logins. */
    String failures(String key) {
        return failures + key;
    }

    /** Returns the name of the index of counters that have reached their limit: a sorted set of keys by end. */
    String throttled() {
        return throttled;
    }

    /** Returns the name of the key of a recorded proof. */
    String proof(String recorded) {
        return proof + recorded;
    }

    /** Returns the name of the key that a probe writes, or of several such keys with a suffix each. */
    String probe() {
        return probe;
    }
}
