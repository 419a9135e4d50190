package org.boundsession.store.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.boundsession.store.SessionStore;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script, which Redis executes atomically. Each script uses a single key, because in a cluster two keys may be
 * on different servers, and returns 0 or no text if it has changed nothing. The time to live is always set relative to now, so
 * that the server's clock need not agree with ours.
 */
final class Script {

    /**
     * Computes the expiry of a session, and sets the time to live of its key: 5 minutes longer, so that a clean-up can
     * report the expiry.
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

    /** Writes a key that is gone after a minute. Returns the server's time, in epoch milliseconds. */
    static final Script PROBE = new Script("""
            redis.call('SET', KEYS[1], '1', 'PX', 60000)
            local time = redis.call('TIME')
            return time[1] * 1000 + math.floor(time[2] / 1000)
            """);

    /** ARGV: now, the values of {@link SessionHash#FIELDS}. Returns 0 if the key exists already. */
    static final Script INSERT = new Script(LIFETIME + """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            redis.call('HSET', KEYS[1], FIELDS)
            local new = times(KEYS[1])
            keep(KEYS[1], expiry(new[1], new[2], new[3]), ARGV[1])
            return 1
            """.replace("FIELDS", arguments(2)));

    /**
     * Adds a session to an index by absolute end, and removes entries that have ended, and those with an impossible end: they
     * would lead to a time to live that Redis rejects, and so to a refusal of each login. Removes a limited
     * number of them, because a script blocks the server. ARGV: now, end, member.
     */
    static final Script INDEX = new Script("""
            local kind = redis.call('TYPE', KEYS[1]).ok
            if kind ~= 'zset' and kind ~= 'none' then redis.call('DEL', KEYS[1]) end
            local latest = tonumber(ARGV[1]) + LONGEST
            local ended = redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1])
            if ended > 0 then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, math.min(ended, TRIMMED) - 1) end
            local impossible = redis.call('ZCOUNT', KEYS[1], string.format('(%.0f', latest), '+inf')
            if impossible > 0 then
                redis.call('ZREMRANGEBYRANK', KEYS[1], -math.min(impossible, TRIMMED), -1)
            end
            redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
            local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
            local left = math.max(math.min(last[2], latest) - ARGV[1], 1)
            redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left))
            return 1
            """.replace("LONGEST", Long.toString(ExpiryIndexes.TIME_TO_LIVE.toMillis()))
            .replace("TRIMMED", "1000"));

    /** Adds a session to an index of all sessions. ARGV: expiry, member. */
    static final Script ENTRY =
            new Script("""
            redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
            redis.call('PEXPIRE', KEYS[1], 'LONGEST')
            return 1
            """.replace("LONGEST", Long.toString(ExpiryIndexes.TIME_TO_LIVE.toMillis())));

    /**
     * Optimistic locking. ARGV: now, version, idle timeout, attributes. Returns 0 if the session is gone, has expired
     * or has another version.
     */
    static final Script UPDATE = new Script(LIFETIME + """
            if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return 0 end
            local old = times(KEYS[1])
            if expiry(old[1], old[2], old[3]) <= tonumber(ARGV[1]) then return 0 end
            redis.call('HSET', KEYS[1], 'max_inactive_interval', ARGV[3], 'attributes', ARGV[4])
            redis.call('HINCRBY', KEYS[1], 'version', 1)
            keep(KEYS[1], expiry(old[1], ARGV[3], old[3]), ARGV[1])
            return 1
            """);

    /**
     * Sets the time to live first: a full server refuses the first write of a script that may need memory, but not one
     * that follows a write. ARGV: now, accessed, 1 if the caller knows that the session is live. Returns 1 if the
     * session is live.
     */
    static final Script TOUCH = new Script(LIFETIME + """
            local old = times(KEYS[1])
            if not old[1] then return 0 end
            if ARGV[3] == '0' and expiry(old[1], old[2], old[3]) <= tonumber(ARGV[1]) then return 0 end
            if tonumber(old[1]) < tonumber(ARGV[2]) then
                keep(KEYS[1], expiry(ARGV[2], old[2], old[3]), ARGV[1])
                redis.call('HSET', KEYS[1], 'last_access_time', ARGV[2])
            end
            return 1
            """);

    /**
     * Sets the time to live, which does not change, so that a full server counts too, see {@link #TOUCH}. ARGV: now.
     * Returns the count; 0 if the session is gone or has expired.
     */
    static final Script COUNT_MISMATCH = new Script(LIFETIME + """
            local old = times(KEYS[1])
            local expires = old[1] and expiry(old[1], old[2], old[3])
            if not expires or expires <= tonumber(ARGV[1]) then return 0 end
            keep(KEYS[1], expires, ARGV[1])
            return redis.call('HINCRBY', KEYS[1], 'mismatches', 1)
            """);

    /**
     * Recognizes a tombstone: a hash that contains only the token of the attempt that ended the session. A hash with a
     * session's field is a session, even if another program has added the tombstone's field to it.
     */
    private static final String MARKED = """
            local function marked(key)
                local fields = redis.call('HMGET', key, 'ended_by', 'principal')
                return not fields[2] and fields[1]
            end
            """;

    /** Returns the name of the session's user, so that the caller can remove the entry in the user's index. */
    private static final String MARK = MARKED + """
            local function mark(key, token)
                local principal = redis.call('HGET', key, 'principal') or ''
                redis.call('DEL', key)
                redis.call('HSET', key, 'ended_by', token)
                redis.call('PEXPIRE', key, 'MARK_MILLIS')
                return principal
            end
            """.replace("MARK_MILLIS", Long.toString(SessionStore.MARK_MILLIS));

    /** ARGV: token. Returns a text if this token ended the session: the user now, or an empty one if it did before. */
    static final Script END = new Script(MARK + """
            local by = marked(KEYS[1])
            if by then return by == ARGV[1] and '' end
            if redis.call('EXISTS', KEYS[1]) == 0 then return false end
            return mark(KEYS[1], ARGV[1])
            """);

    /** ARGV: token, now. Returns the same as {@link #END}. */
    static final Script END_IF_EXPIRED = new Script(LIFETIME + MARK + """
            local by = marked(KEYS[1])
            if by then return by == ARGV[1] and '' end
            local old = times(KEYS[1])
            if not old[1] or expiry(old[1], old[2], old[3]) > tonumber(ARGV[2]) then return false end
            return mark(KEYS[1], ARGV[1])
            """);

    /** ARGV: token. Returns 1 if this token ended the session. */
    static final Script DELETE_ENDED = new Script("""
            if redis.call('HGET', KEYS[1], 'ended_by') ~= ARGV[1] then return 0 end
            return redis.call('DEL', KEYS[1])
            """);

    /** Returns the user if the session existed and had not ended. */
    static final Script DELETE = new Script(MARKED + """
            if marked(KEYS[1]) then return false end
            local principal = redis.call('HGET', KEYS[1], 'principal') or ''
            return redis.call('DEL', KEYS[1]) == 1 and principal
            """);

    /** Returns the field-value pairs for HSET; the first value is the argument with the given index. */
    private static String arguments(int first) {
        return IntStream.range(0, SessionHash.FIELDS.length)
                .mapToObj(i -> "'" + SessionHash.FIELDS[i] + "', ARGV[" + (first + i) + "]")
                .collect(Collectors.joining(", "));
    }

    private final String text;
    private volatile String digest = "";

    Script(String text) {
        this.text = text;
    }

    long run(RedisClusterCommands<String, String> redis, String key, List<String> arguments) {
        return this.<Long>run(redis, ScriptOutputType.INTEGER, key, arguments);
    }

    /** Runs a script that returns a text; empty if it returned none. */
    Optional<String> find(RedisClusterCommands<String, String> redis, String key, List<String> arguments) {
        return Optional.ofNullable(this.<@Nullable String>run(redis, ScriptOutputType.VALUE, key, arguments));
    }

    /** Sends the script, by its text: the server compiles it only once. */
    CompletionStage<Long> send(RedisClusterAsyncCommands<String, String> redis, String key, List<String> arguments) {
        return redis.eval(text, ScriptOutputType.INTEGER, new String[] {key}, arguments.toArray(String[]::new));
    }

    /**
     * Runs the script by its digest (EVALSHA), and by its text if the server has restarted and does not know the
     * digest.
     */
    private <T extends @Nullable Object> T run(
            RedisClusterCommands<String, String> redis, ScriptOutputType type, String key, List<String> arguments) {
        if (digest.isEmpty()) {
            digest = redis.digest(text);
        }
        String[] keys = {key};
        String[] values = arguments.toArray(String[]::new);
        try {
            return redis.<T>evalsha(digest, type, keys, values);
        } catch (RedisNoScriptException unknown) {
            return redis.<T>eval(text, type, keys, values);
        }
    }
}
