package org.boundsession.binding;

import java.util.ArrayList;
import java.util.List;

/**
 * Who asks for a scarce resource: the keys by which turns and capacity are shared fairly, from the outermost group to the
 * innermost. Immutable.
 *
 * @param byOrigin where the caller comes from, then the user
 * @param byUser the user, then where the caller comes from
 */
public record Caller(List<String> byOrigin, List<String> byUser) {

    public Caller {
        byOrigin = List.copyOf(byOrigin);
        byUser = List.copyOf(byUser);
    }

    /** @param origin groups such as network and address, the outermost first */
    public static Caller of(String user, List<String> origin) {
        List<String> byOrigin = new ArrayList<>(origin);
        byOrigin.add(user);
        List<String> byUser = new ArrayList<>(origin);
        byUser.add(0, user);
        return new Caller(byOrigin, byUser);
    }

    @Override
    public String toString() {
        return "Caller";
    }
}
