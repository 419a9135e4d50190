package org.boundsession.binding;

import java.util.List;
import java.util.Set;

/** A set of roles as one string, each on a line: no name of a role in web.xml can hold a line's end. */
public final class RoleNames {

    private static final String SEPARATOR = "\n";

    private RoleNames() {}

    public static String join(Set<String> roles) {
        return String.join(SEPARATOR, roles);
    }

    static Set<String> split(String joined) {
        return joined.isEmpty() ? Set.of() : Set.copyOf(List.of(joined.split(SEPARATOR)));
    }
}
