package org.boundsession.store;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names one attempt to end sessions. A store keeps it with what the attempt ended, so that whether it took effect can be
 * asked afterwards, also if its answer was lost. Not a secret.
 */
public record EndToken(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f-]{36}");

    public EndToken {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("text: must be a UUID");
        }
    }

    /** One that no other attempt has, on any node. */
    public static EndToken create() {
        return new EndToken(UUID.randomUUID().toString());
    }
}
