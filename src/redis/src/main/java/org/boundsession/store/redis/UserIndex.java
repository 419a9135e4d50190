package org.boundsession.store.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UserKey;

/**
 * Finds the sessions of a user in the index by absolute end that each user has, see {@link EndIndexes}. Thread-safe.
 *
 * <p>An entry without a session proves nothing: the session may be about to be inserted.
 */
final class UserIndex {

    static final int PAGE = 500;

    /** Entries without a live session are rare, so that a search ends before, unless somebody has written them. */
    private static final int MAX_PAGES = 10;

    private final RedisConnection redis;
    private final KeyNames names;
    private final SessionLookups sessions;
    private final String application;
    private final Clock clock;

    UserIndex(RedisConnection redis, KeyNames names, SessionLookups sessions, String application, Clock clock) {
        this.redis = redis;
        this.names = names;
        this.sessions = sessions;
        this.application = application;
        this.clock = clock;
    }

    String index(String principal) {
        return names.user(UserKey.of(application, principal));
    }

    /**
     * Finds at most {@code limit} live sessions of one user, see {@code SessionStore.findByPrincipal}, from those that
     * end last.
     */
    List<StoredSession> find(String principal, int limit) {
        UserKey user = UserKey.of(application, principal);
        List<StoredSession> found = new ArrayList<>();
        for (int i = 0; i < MAX_PAGES && found.size() < limit; i++) {
            List<String> page = page(names.user(user), i);
            live(page).stream()
                    .filter(session ->
                            UserKey.of(application, session.principal()).equals(user))
                    .limit(limit - found.size())
                    .forEach(found::add);
            if (page.size() < PAGE) {
                break;
            }
        }
        found.sort(StoredSession.MOST_RECENT_FIRST);
        return List.copyOf(found);
    }

    /** Skips ends that no live session has, of which somebody may have written many. */
    private List<String> page(String index, int number) {
        long now = clock.millis();
        Range<Double> ends = Range.create((double) now, (double) now + ExpiryIndexes.TIME_TO_LIVE.toMillis());
        return redis.call(
                index, link -> link.sync().zrevrangebyscore(index, ends, Limit.create((long) number * PAGE, PAGE)));
    }

    private List<StoredSession> live(List<String> members) {
        List<SessionKey> keys = members.stream()
                .map(SessionKey::ofHex)
                .flatMap(Optional::stream)
                .toList();
        Map<SessionKey, Optional<StoredSession>> found = sessions.findAll(keys);
        long now = clock.millis();
        return keys.stream()
                .flatMap(key -> found.getOrDefault(key, Optional.empty()).stream())
                .filter(session -> !session.isOverAt(now))
                .toList();
    }
}
