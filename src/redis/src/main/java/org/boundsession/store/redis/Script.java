package org.boundsession.store.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.boundsession.store.SessionStore;

/**
 * A step that must be all or nothing, run in the server, where nothing comes between. Each has one key, because a cluster
 * keeps two keys on two servers, and answers 0 if it did nothing. The time to live is set as what remains, because the
 * server's clock is another one.
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
            local function times(key)
                return redis.call('HMGET', key, 'last_access_time', 'max_inactive_interval', 'end_time')
            end
            """;

    /** ARGV: now, the values of {@link SessionHash#FIELDS}. 0 if the key is taken. */
    static final Script INSERT = new Script(LIFETIME + """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            redis.call('HSET', KEYS[1], FIELDS)
            local new = times(KEYS[1])
            keep(KEYS[1], expiry(new[1], new[2], new[3]), ARGV[1])
            return 1
            """.replace("FIELDS", arguments(2)));

    /**
     * Adds a session to a user's index, from which an end that no session has is removed: it would make the time to live one
     * that Redis refuses, and with it each login of the user. ARGV: now, end, member.
     */
    static final Script INDEX = new Script("""
            local kind = redis.call('TYPE', KEYS[1]).ok
            if kind ~= 'zset' and kind ~= 'none' then redis.call('DEL', KEYS[1]) end
            local latest = tonumber(ARGV[1]) + LONGEST
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('(%.0f', latest), '+inf')
            redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
            local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
            local left = math.max(math.min(last[2], latest) - ARGV[1], 1)
            redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left))
            return 1
            """.replace("LONGEST", Long.toString(ExpiryIndex.TIME_TO_LIVE.toMillis())));

    /** ARGV: now, version, idle interval, attributes. 0 if it is gone, over or of another version. */
    static final Script UPDATE = new Script(LIFETIME + """
            if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return 0 end
            local old = times(KEYS[1])
            if expiry(old[1], old[2], old[3]) <= tonumber(ARGV[1]) then return 0 end
            redis.call('HSET', KEYS[1], 'max_inactive_interval', ARGV[3], 'attributes', ARGV[4])
            redis.call('HINCRBY', KEYS[1], 'version', 1)
            keep(KEYS[1], expiry(old[1], ARGV[3], old[3]), ARGV[1])
            return 1
            """);

    /** ARGV: now, accessed. 1 if the session lives. */
    static final Script TOUCH = new Script(LIFETIME + """
            local old = times(KEYS[1])
            if not old[1] or expiry(old[1], old[2], old[3]) <= tonumber(ARGV[1]) then return 0 end
            if tonumber(old[1]) < tonumber(ARGV[2]) then
                redis.call('HSET', KEYS[1], 'last_access_time', ARGV[2])
                keep(KEYS[1], expiry(ARGV[2], old[2], old[3]), ARGV[1])
            end
            return 1
            """);

    /** ARGV: now. The count; 0 if the session is gone or over. */
    static final Script COUNT_MISMATCH = new Script(LIFETIME + """
            local old = times(KEYS[1])
            if not old[1] or expiry(old[1], old[2], old[3]) <= tonumber(ARGV[1]) then return 0 end
            return redis.call('HINCRBY', KEYS[1], 'mismatches', 1)
            """);

    /**
     * A mark is all that is left of a session that has ended: the token of the attempt that ended it. A hash with a field of a
     * session is no mark, whatever else somebody has written into it.
     */
    private static final String MARKED = """
            local function marked(key)
                local fields = redis.call('HMGET', key, 'ended_by', 'principal')
                return not fields[2] and fields[1]
            end
            """;

    private static final String MARK = MARKED + """
            local function ended(key, token)
                local by = marked(key)
                if by then return by == token and 1 or 0 end
                return nil
            end
            local function mark(key, token)
                redis.call('DEL', key)
                redis.call('HSET', key, 'ended_by', token)
                redis.call('PEXPIRE', key, 'MARK_MILLIS')
                return 1
            end
            """.replace("MARK_MILLIS", Long.toString(SessionStore.MARK_MILLIS));

    /** ARGV: token. 1 if that ended it, now or before. */
    static final Script END = new Script(MARK + """
            local before = ended(KEYS[1], ARGV[1])
            if before then return before end
            if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
            return mark(KEYS[1], ARGV[1])
            """);

    /** ARGV: token, now. 1 if that ended it, now or before. */
    static final Script END_IF_EXPIRED = new Script(LIFETIME + MARK + """
            local before = ended(KEYS[1], ARGV[1])
            if before then return before end
            local old = times(KEYS[1])
            if not old[1] or expiry(old[1], old[2], old[3]) > tonumber(ARGV[2]) then return 0 end
            return mark(KEYS[1], ARGV[1])
            """);

    /** ARGV: token. 1 if it was ended by that. */
    static final Script DELETE_ENDED = new Script("""
            if redis.call('HGET', KEYS[1], 'ended_by') ~= ARGV[1] then return 0 end
            return redis.call('DEL', KEYS[1])
            """);

    /** 1 if it was there and has not ended. */
    static final Script DELETE = new Script(MARKED + """
            if marked(KEYS[1]) then return 0 end
            return redis.call('DEL', KEYS[1])
            """);

    /** Field and value of each field, the first value being that argument. */
    private static String arguments(int first) {
        return IntStream.range(0, SessionHash.FIELDS.length)
                .mapToObj(i -> "'" + SessionHash.FIELDS[i] + "', ARGV[" + (first + i) + "]")
                .collect(Collectors.joining(", "));
    }

    private final String text;
    private volatile String digest = "";

    private Script(String text) {
        this.text = text;
    }

    /** The server knows a script by its digest, until it starts anew. */
    long run(RedisCommands<String, String> redis, String key, List<String> arguments) {
        if (digest.isEmpty()) {
            digest = redis.digest(text);
        }
        String[] keys = {key};
        String[] values = arguments.toArray(String[]::new);
        try {
            return redis.<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, values);
        } catch (RedisNoScriptException unknown) {
            return redis.<Long>eval(text, ScriptOutputType.INTEGER, keys, values);
        }
    }
}
