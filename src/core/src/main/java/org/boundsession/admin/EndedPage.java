package org.boundsession.admin;

import java.util.Optional;
import org.boundsession.session.SessionQuery.Position;

/**
 * What a request has ended of many sessions. Immutable.
 *
 * @param ended the number of sessions that this request ended
 * @param next the position from which the next request goes on; empty if there are no more sessions
 */
public record EndedPage(long ended, Optional<Position> next) {}
