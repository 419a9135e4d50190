package org.boundsession.session;

import java.util.List;
import java.util.Set;

/** Encodes a set of roles as one string, separated by line feeds, which no role name in {@code web.xml} can contain. */
public final class RoleNames {

    private static final String SEPARATOR = "\n";

    private RoleNames() {}

    public static String join(Set<String> roles) {
        return String.join(SEPARATOR, roles);
    }

    public static Set<String> split(String joined) {
        return joined.isEmpty() ? Set.of() : Set.copyOf(List.of(joined.split(SEPARATOR)));
    }
}
