package org.boundsession.store.redis;

/** The scripts on a counter of failed logins, which is a hash. */
final class FailureScripts {

    /** An end that somebody else has written is no later than one of ours. */
    private static final String COUNTER = """
            local now = tonumber(ARGV[1])
            local latest = now + tonumber(ARGV[2])
            local limit = tonumber(ARGV[3])
            local old = redis.call('HMGET', KEYS[1], 'failures', 'window_end')
            local failures = tonumber(old[1]) or 0
            local ending = math.min(tonumber(old[2]) or 0, latest)
            if ending <= now or failures <= 0 then
                failures = 0
                ending = latest
            end
            """;

    /** ARGV: now, window, limit. Returns the time until the window ends if the limit is reached, otherwise 0. */
    static final Script BLOCKED = new Script(COUNTER + """
            return failures >= limit and ending - now or 0
            """);

    /**
     * ARGV: now, window, limit, address, user. Returns the time until the window ends if the limit was reached before;
     * otherwise the negative of twice the end of the window, and of one more if this attempt reached the limit.
     */
    static final Script BEGIN = new Script(COUNTER + """
            if failures >= limit then return ending - now end
            redis.call('HSET', KEYS[1], 'failures', failures + 1, 'failure_limit', ARGV[3],
                'window_end', string.format('%.0f', ending), 'address', ARGV[4], 'user', ARGV[5])
            redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ending - now))
            return -2 * ending - (failures + 1 == limit and 1 or 0)
            """);

    /** ARGV: the end of the window. That of a later window is later on every clock. */
    private static final String SAME_WINDOW = """
            local old = redis.call('HMGET', KEYS[1], 'failures', 'window_end')
            local failures = tonumber(old[1])
            if not failures or (tonumber(old[2]) or 0) > tonumber(ARGV[1]) then return 0 end
            """;

    /** Deletes the last one, so that the next attempt begins a new window. */
    static final Script TAKE_BACK = new Script(SAME_WINDOW + """
            if failures <= 1 then return redis.call('DEL', KEYS[1]) end
            return redis.call('HINCRBY', KEYS[1], 'failures', -1)
            """);

    static final Script CLEAR = new Script(SAME_WINDOW + """
            return redis.call('DEL', KEYS[1])
            """);

    private FailureScripts() {}
}
