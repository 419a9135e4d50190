package org.boundsession.binding;

import java.util.ArrayList;
import java.util.List;

/**
 * Who asks for a scarce resource: the keys by which turns and capacity are shared fairly. Immutable.
 *
 * @param origin groups such as network and address, the outermost first
 * @param standing the class whose turns and capacity it shares
 */
public record Caller(String user, List<String> origin, Standing standing) {

    public Caller {
        origin = List.copyOf(origin);
    }

    /** A caller of whom nothing is known. */
    public static Caller of(String user, List<String> origin) {
        return new Caller(user, origin, Standing.NEW);
    }

    /** The standing, where the caller comes from, then the user. */
    List<String> byOrigin() {
        List<String> path = new ArrayList<>();
        path.add(standing.name());
        path.addAll(origin);
        path.add(user);
        return path;
    }

    /** The standing, the user, then where the caller comes from. */
    List<String> byUser() {
        List<String> path = new ArrayList<>();
        path.add(standing.name());
        path.add(user);
        path.addAll(origin);
        return path;
    }

    @Override
    public String toString() {
        return "Caller";
    }
}
