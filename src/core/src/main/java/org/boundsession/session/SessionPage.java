package org.boundsession.session;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list of sessions. Immutable.
 *
 * @param next the position from which the next page starts; empty if this page is the last one
 */
public record SessionPage(List<SessionSummary> sessions, Optional<SessionQuery.Position> next) {

    public SessionPage {
        sessions = List.copyOf(sessions);
    }
}
