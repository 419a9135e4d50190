package org.boundsession.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The maximum number of lines a minute for one holder.
 *
 * @param holder a network's number or a user's name
 */
record Share(Level level, Object holder) {

    /** The kind of holder, with its lines a minute. */
    enum Level {
        ADDRESS(30),
        NETWORK(60),
        REGION(90),
        USER(30);

        private final int lines;

        Level(int lines) {
            this.lines = lines;
        }
    }

    int lines() {
        return level.lines;
    }

    /**
     * Returns the shares to which a line counts. Events without a user, such as malformed logins, count as those of
     * one user; an event that no request caused counts to no share.
     *
     * @param user the user in the spelling under which it is counted; empty if the event names none
     */
    static List<Share> of(AuditEvent event, String user) {
        List<Share> shares = new ArrayList<>(4);
        if (event.client() != null) {
            Networks networks = Networks.of(event.client());
            shares.add(new Share(Level.ADDRESS, networks.address()));
            shares.add(new Share(Level.NETWORK, networks.network()));
            shares.add(new Share(Level.REGION, networks.region()));
            shares.add(new Share(Level.USER, user));
        }
        return shares;
    }
}
