package org.boundsession.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.boundsession.concurrent.OnceAMinute;
import org.boundsession.session.SessionEvents;

/**
 * Reports stored sessions that are rejected because their seal or times are not valid. Each session is reported to the
 * listener once, unless it was not requested for an hour; the log gets at most one warning a minute. Thread-safe.
 */
public final class TamperedSessions {

    private static final Logger LOG = System.getLogger(TamperedSessions.class.getName());
    private static final int MAX_REMEMBERED = 10_000;

    private final SessionEvents events;
    private final OnceAMinute warning = new OnceAMinute();
    private final Cache<SessionKey, Boolean> reported = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterAccess(Duration.ofHours(1))
            .executor(Runnable::run)
            .build();

    public TamperedSessions(SessionEvents events) {
        this.events = events;
    }

    void found(SessionKey key) {
        if (reported.asMap().putIfAbsent(key, true) == null) {
            events.tampered(key.hex());
        }
        if (warning.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "A stored session is rejected because its seal is not valid or its times are not plausible: it was"
                            + " changed in the store, belongs to another application, or the clock of a node is wrong");
        }
    }
}
