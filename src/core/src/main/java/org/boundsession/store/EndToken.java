package org.boundsession.store;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An idempotency key that identifies one attempt to end sessions. A store keeps it with each session that the attempt
 * ended, so that a caller whose response was lost can find out whether the attempt took effect. Not a secret.
 */
public record EndToken(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f-]{36}");

    public EndToken {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("text: must be a UUID");
        }
    }

    /** Creates a token that is unique among all nodes. */
    public static EndToken create() {
        return new EndToken(UUID.randomUUID().toString());
    }
}
