package org.boundsession.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.TimeUnit;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.SessionEvents;

/**
 * Reports the ends of stored sessions, of each session one: a mismatch is reported before the store has answered, and
 * another end of the same session may turn out later to have come first. Thread-safe.
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

    /** Returns false if an end of that session was reported before. */
    boolean report(SessionKey key, String user, EndCause cause) {
        boolean first = reported.asMap().putIfAbsent(key, true) == null;
        if (first) {
            events.ended(key.hex(), user, cause);
        }
        return first;
    }
}
