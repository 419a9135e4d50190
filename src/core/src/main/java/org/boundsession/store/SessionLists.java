package org.boundsession.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.boundsession.binding.BindingSchemes;
import org.boundsession.session.RoleNames;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.SessionSummary;
import org.boundsession.session.UserNames;

/** Lists the sessions of a store for people, in pages. Thread-safe. */
final class SessionLists {

    /**
     * The maximum number of pages that are read for one: a page with fewer sessions is correct, and those that are left
     * out are rare, because a clean-up deletes them.
     */
    private static final int MAX_PAGES = 10;

    private final LiveSessionStore sessions;

    SessionLists(LiveSessionStore sessions) {
        this.sessions = sessions;
    }

    SessionPage page(SessionQuery query) {
        List<SessionSummary> found = new ArrayList<>();
        Optional<Position> next = query.after();
        for (int i = 0; i < MAX_PAGES; i++) {
            SessionQuery rest = new SessionQuery(query.user(), next, query.limit() - found.size());
            StoredPage page = sessions.list(rest);
            page.sessions().stream().filter(isOf(query.user())).forEach(session -> found.add(summary(session)));
            next = page.next();
            if (next.isEmpty() || found.size() == query.limit()) {
                break;
            }
        }
        return new SessionPage(found, next);
    }

    /** The index of a store is not sealed, so that its entry proves nothing. */
    private static Predicate<StoredSession> isOf(Optional<String> user) {
        Optional<String> wanted = user.map(UserNames::canonical);
        return session -> wanted.isEmpty() || wanted.get().equals(UserNames.canonical(session.principal()));
    }

    static SessionSummary summary(StoredSession session) {
        Grant grant = session.grant();
        return new SessionSummary(
                session.key().hex(),
                grant.principal(),
                RoleNames.split(grant.roles()),
                BindingSchemes.kindOf(grant.binding()),
                Instant.ofEpochMilli(grant.creationTime()),
                Instant.ofEpochMilli(session.lastAccessedTime()),
                Instant.ofEpochMilli(session.expiryTime()),
                Instant.ofEpochMilli(grant.endTime()),
                grant.origin(),
                session.mismatches());
    }
}
