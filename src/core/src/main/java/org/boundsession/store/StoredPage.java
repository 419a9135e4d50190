package org.boundsession.store;

import java.util.List;
import java.util.Optional;
import org.boundsession.session.SessionQuery.Position;

/**
 * One page of a list of stored sessions. It may contain fewer sessions than the limit, or none, although more follow:
 * a store does not search for others in place of those that have expired or ended. Immutable.
 *
 * @param next the position from which the next page starts; empty if this page is the last one
 */
public record StoredPage(List<StoredSession> sessions, Optional<Position> next) {

    public StoredPage {
        sessions = List.copyOf(sessions);
    }

    @Override
    public String toString() {
        return "StoredPage";
    }
}
