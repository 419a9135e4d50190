package org.boundsession.jdbc;

import java.time.Duration;

/** Limiters as small and as impatient as a test needs them. */
public final class TimeLimiters {

    private TimeLimiters() {}

    public static TimeLimiter of(Duration limit, int connectors, int waiting) {
        return new TimeLimiter("test", limit, connectors, waiting);
    }
}
