package org.boundsession.bulkhead;

import java.util.ArrayList;
import java.util.List;

/**
 * A caller that competes for a limited resource: the keys for fair queuing and fair shares of capacity. Immutable.
 *
 * @param origin groups such as network and address, the outermost first
 * @param standing the class with which it shares turns and capacity
 */
public record Caller(String user, List<String> origin, Standing standing) {

    public Caller {
        origin = List.copyOf(origin);
    }

    /** A caller without known past logins. */
    public static Caller of(String user, List<String> origin) {
        return new Caller(user, origin, Standing.NEW);
    }

    /** Returns the keys in the order standing, origin, user. */
    List<String> byOrigin() {
        List<String> path = new ArrayList<>();
        path.add(standing.name());
        path.addAll(origin);
        path.add(user);
        return path;
    }

    /** Returns the keys in the order standing, user, origin. */
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
