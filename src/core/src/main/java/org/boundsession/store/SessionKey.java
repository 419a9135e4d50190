package org.boundsession.store;

import java.util.Optional;
import java.util.regex.Pattern;
import org.boundsession.keys.Sha256;

/**
 * The key of a session in a store: SHA-256 of the session id's text, in 64 lower-case hexadecimal digits. The id
 * cannot be derived from it.
 */
public record SessionKey(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public SessionKey {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("hex: must be 64 lower-case hexadecimal digits");
        }
    }

    public static SessionKey of(String sessionId) {
        return new SessionKey(Sha256.hex(sessionId));
    }

    /** Parses a key. Empty if the text does not have its form. */
    public static Optional<SessionKey> ofHex(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SessionKey(text)) : Optional.empty();
    }

    /** Omits the key, because it identifies the row. */
    @Override
    public String toString() {
        return "SessionKey";
    }
}
