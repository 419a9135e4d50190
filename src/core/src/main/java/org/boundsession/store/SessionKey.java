package org.boundsession.store;

import java.util.Optional;
import java.util.regex.Pattern;
import org.boundsession.binding.Sha256;

/**
 * The name under which a store keeps a session: SHA-256 of the id's text, in 64 lower-case hexadecimal digits. It does not
 * lead back to the id.
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

    /** The key of that form; empty for a text of another one. */
    public static Optional<SessionKey> ofHex(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SessionKey(text)) : Optional.empty();
    }

    /** Not for logs either: it finds the row. */
    @Override
    public String toString() {
        return "SessionKey";
    }
}
