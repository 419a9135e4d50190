package org.boundsession.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code Set-Cookie} as a user agent reads it (RFC 6265, section 5.2). Immutable.
 *
 * @param attributes by their names in lower case; one without a value is empty
 */
public record SetCookie(String name, String value, Map<String, String> attributes) {

    public SetCookie {
        attributes = Map.copyOf(attributes);
    }

    /** @throws AssertionError if an attribute is there twice */
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

    /** Whether the user agent is told to forget the cookie. */
    public boolean isDeletion() {
        String maxAge = attributes.get("max-age");
        if (maxAge != null) {
            return Integer.parseInt(maxAge) <= 0;
        }
        return attributes.getOrDefault("expires", "").replace('-', ' ').contains("01 Jan 1970");
    }
}
