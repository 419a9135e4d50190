package org.boundsession.store.redis;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoredPage;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UserKey;

/**
 * Lists sessions page by page, from the indexes by end: one round trip for the entries, one for the sessions.
 * Thread-safe.
 */
final class ListedSessions {

    private final KeyNames names;
    private final EndIndexes ends;
    private final SessionLookups sessions;
    private final String application;
    private final Clock clock;

    ListedSessions(KeyNames names, EndIndexes ends, SessionLookups sessions, String application, Clock clock) {
        this.names = names;
        this.ends = ends;
        this.sessions = sessions;
        this.application = application;
        this.clock = clock;
    }

    /** One entry more than the limit tells whether more follow. */
    StoredPage page(SessionQuery query) {
        Optional<UserKey> user = query.user().map(name -> UserKey.of(application, name));
        List<String> indexes = user.map(key -> List.of(names.user(key))).orElseGet(names::allEnds);
        List<Position> entries = ends.after(query.start(), indexes, query.limit() + 1);
        boolean isLast = entries.size() <= query.limit();
        List<Position> page = isLast ? entries : entries.subList(0, query.limit());
        return new StoredPage(
                live(page).stream().filter(session -> isOf(session, user)).toList(),
                isLast ? Optional.empty() : Optional.of(page.get(page.size() - 1)));
    }

    private List<StoredSession> live(List<Position> entries) {
        List<SessionKey> keys =
                entries.stream().map(entry -> new SessionKey(entry.key())).toList();
        Map<SessionKey, Optional<StoredSession>> found = sessions.findAll(keys);
        if (found.size() < keys.size()) {
            throw RedisFailures.partOfList();
        }
        long now = clock.millis();
        return found.values().stream()
                .flatMap(Optional::stream)
                .filter(session -> !session.isOverAt(now))
                .toList();
    }

    /** An index may have entries that somebody else has written. */
    private boolean isOf(StoredSession session, Optional<UserKey> user) {
        return user.map(key -> key.equals(UserKey.of(application, session.principal())))
                .orElse(true);
    }
}
