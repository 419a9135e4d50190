package org.boundsession.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.boundsession.store.SessionKey;
import org.boundsession.store.UserKey;

/**
 * The names of the keys of one application: {@code bound-session:<application>:session:<key>}, {@code …:user:<key>}
 * {@code …:expiry} and {@code …:probe}. An access control list of Redis can limit a user to {@code ~bound-session:<application>:*}.
 *
 * <p>Characters of the application's name that could be read as a separator, a pattern or a hash tag are
 * percent-encoded. A hash tag would put all sessions into one slot of a cluster.
 */
final class KeyNames {

    private static final String PLAIN = "-._~/!$&+,=@";

    private final String sessions;
    private final String users;
    private final String expiry;
    private final String probe;

    KeyNames(String application) {
        String prefix = "bound-session:" + encode(application);
        sessions = prefix + ":session:";
        users = prefix + ":user:";
        expiry = prefix + ":expiry";
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
        return sessions + key.hex();
    }

    /** Returns the name of the index of one user: a sorted set of session keys by absolute end. */
    String user(UserKey key) {
        return users + key.hex();
    }

    /** Returns the name of the key that a probe writes. */
    String probe() {
        return probe;
    }

    /** Returns the name of the index of all sessions by expiry. */
    String expiry() {
        return expiry;
    }
}
