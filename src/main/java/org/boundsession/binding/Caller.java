package org.boundsession.binding;

import java.util.ArrayList;
import java.util.List;

/**
 * Who asks for a scarce resource: the keys by which turns and capacity are shared fairly. Immutable.
 *
 * @param origin groups such as network and address, the outermost first
 * @param standing among the callers of the same user
 */
public record Caller(String user, List<String> origin, Standing standing) {

    public Caller {
        origin = List.copyOf(origin);
    }

    /** A caller of whom nothing is known. */
    public static Caller of(String user, List<String> origin) {
        return new Caller(user, origin, Standing.NEW);
    }

    /** Where the caller comes from, then the user. */
    List<String> byOrigin() {
        List<String> path = new ArrayList<>(origin);
        path.add(user);
        return path;
    }

    @Override
    public String toString() {
        return "Caller";
    }
}
