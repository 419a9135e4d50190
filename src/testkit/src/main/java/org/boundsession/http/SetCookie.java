package org.boundsession.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code Set-Cookie} as a user agent parses it (RFC 6265, section 5.2). Immutable.
 *
 * @param attributes the attributes by name in lower case; the value is empty if there is none
 */
public record SetCookie(String name, String value, Map<String, String> attributes) {

    public SetCookie {
        attributes = Map.copyOf(attributes);
    }

    /** @throws AssertionError if an attribute is repeated */
    public static SetCookie parse(String header) {
        String[] parts = header.split(";");
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            if (attributes.put(nameOf(parts[i]).toLowerCase(Locale.ROOT), valueOf(parts[i])) != null) {
                throw new AssertionError("doubled attribute in " + header);
            }
        }
        return new SetCookie(nameOf(parts[0]), valueOf(parts[0]).replaceAll("^\"(.*)\"$", "$1"), attributes);
    }

    private static String nameOf(String part) {
        return part.split("=", 2)[0].strip();
    }

    private static String valueOf(String part) {
        String[] pair = part.split("=", 2);
        return pair.length == 1 ? "" : pair[1].strip();
    }

    /** Returns whether this deletes the cookie at the user agent. */
    public boolean isDeletion() {
        String maxAge = attributes.get("max-age");
        if (maxAge != null) {
            return Integer.parseInt(maxAge) <= 0;
        }
        return attributes.getOrDefault("expires", "").replace('-', ' ').contains("01 Jan 1970");
    }
}
