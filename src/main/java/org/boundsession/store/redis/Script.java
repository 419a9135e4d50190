package org.boundsession.store.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * A step that must be all or nothing, run in the server, where nothing comes between. Each answers 1 where it did something
 * and 0 where not.
 */
final class Script {

    /**
     * When a session expires, and for how long Redis keeps it: some time longer, so that a clean-up can tell that it expired.
     * Redis tells the time by its own clock, so it is given the time that is left.
     */
    private static final String LIFETIME = """
            local function expiry(accessed, idle, ending)
                return math.min(tonumber(ending), tonumber(accessed) + tonumber(idle) + math.floor(tonumber(idle) / 10))
            end
            local function keep(key, expires, now)
                redis.call('PEXPIRE', key, string.format('%.0f', math.max(expires - tonumber(now), 0) + 300000))
            end
            """;

    /** KEYS: session, index. ARGV: principal, created, accessed, idle, end, attributes, member of the index, now. */
    static final Script INSERT = new Script(LIFETIME + """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            local kind = redis.call('TYPE', KEYS[2]).ok
            if kind ~= 'zset' and kind ~= 'none' then redis.call('DEL', KEYS[2]) end
            redis.call('HSET', KEYS[1], 'principal', ARGV[1], 'created', ARGV[2], 'accessed', ARGV[3], 'idle', ARGV[4],
                'end', ARGV[5], 'attributes', ARGV[6], 'version', 1)
            keep(KEYS[1], expiry(ARGV[3], ARGV[4], ARGV[5]), ARGV[8])
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[8])
            redis.call('ZADD', KEYS[2], ARGV[5], ARGV[7])
            local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')
            redis.call('PEXPIREAT', KEYS[2], last[2])
            return 1
            """);

    /** KEYS: session. ARGV: version, principal, idle, end, attributes, now. */
    static final Script UPDATE = new Script(LIFETIME + """
            local old = redis.call('HMGET', KEYS[1], 'version', 'accessed', 'idle', 'end')
            if not old[1] or old[1] ~= ARGV[1] then return 0 end
            if expiry(old[2], old[3], old[4]) <= tonumber(ARGV[6]) then return 0 end
            redis.call('HSET', KEYS[1], 'principal', ARGV[2], 'idle', ARGV[3], 'end', ARGV[4], 'attributes', ARGV[5])
            redis.call('HINCRBY', KEYS[1], 'version', 1)
            keep(KEYS[1], expiry(old[2], ARGV[3], ARGV[4]), ARGV[6])
            return 1
            """);

    /** KEYS: session. ARGV: accessed, now. Answers 1 if the session lives. */
    static final Script TOUCH = new Script(LIFETIME + """
            local old = redis.call('HMGET', KEYS[1], 'accessed', 'idle', 'end')
            if not old[1] or expiry(old[1], old[2], old[3]) <= tonumber(ARGV[2]) then return 0 end
            if tonumber(old[1]) < tonumber(ARGV[1]) then
                redis.call('HSET', KEYS[1], 'accessed', ARGV[1])
                keep(KEYS[1], expiry(ARGV[1], old[2], old[3]), ARGV[2])
            end
            return 1
            """);

    /** KEYS: session. ARGV: now. */
    static final Script DELETE_IF_EXPIRED = new Script(LIFETIME + """
            local old = redis.call('HMGET', KEYS[1], 'accessed', 'idle', 'end')
            if not old[1] or expiry(old[1], old[2], old[3]) > tonumber(ARGV[1]) then return 0 end
            return redis.call('DEL', KEYS[1])
            """);

    private final String text;
    private volatile String digest = "";

    private Script(String text) {
        this.text = text;
    }

    /** The server knows a script by its digest, until it starts anew. */
    boolean run(RedisCommands<String, String> redis, String[] keys, String... arguments) {
        if (digest.isEmpty()) {
            digest = redis.digest(text);
        }
        try {
            return isDone(redis.evalsha(digest, ScriptOutputType.INTEGER, keys, arguments));
        } catch (RedisNoScriptException unknown) {
            return isDone(redis.eval(text, ScriptOutputType.INTEGER, keys, arguments));
        }
    }

    private static boolean isDone(Object answer) {
        return Long.valueOf(1).equals(answer);
    }
}
