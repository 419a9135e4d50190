package org.boundsession.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.TimeUnit;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionEvents;

/**
 * Reports the end of each stored session once. Duplicates are possible because a mismatch is reported before the store
 * has answered, and the store may respond later that another end came first. Thread-safe.
 */
final class EndReports {

    private static final int MAX_REMEMBERED = 10_000;

    private final SessionEvents events;
    private final Cache<SessionKey, Boolean> reported = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(SessionStore.MARK_MILLIS, TimeUnit.MILLISECONDS)
            .executor(Runnable::run)
            .build();

    EndReports(SessionEvents events) {
        this.events = events;
    }

    /** Reports an end. Returns false if an end of the same session was reported before. */
    boolean report(SessionKey key, String user, EndCause cause) {
        boolean first = reported.asMap().putIfAbsent(key, true) == null;
        if (first) {
            events.ended(key.hex(), user, cause);
        }
        return first;
    }
}
