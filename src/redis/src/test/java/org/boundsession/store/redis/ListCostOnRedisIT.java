package org.boundsession.store.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.ListCostContract;
import org.boundsession.store.SessionStore;
import org.boundsession.store.UserKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ListCostOnRedisIT extends ListCostContract {

    /** A script blocks the server. */
    private static final int SESSIONS_AT_ONCE = 5_000;

    /** KEYS: the prefix of the keys, the index of the user. ARGV: first number, last number, step, fields and values. */
    private static final String FILL = """
            for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
                local key = redis.sha1hex(KEYS[1] .. i) .. string.sub(redis.sha1hex(i), 1, 24)
                local name = KEYS[1] .. ':session:' .. key
                redis.call('HSET', name, unpack(ARGV, 4))
                local ending = redis.call('HINCRBY', name, 'end_time', i * ARGV[3])
                redis.call('ZADD', KEYS[1] .. ':ends:' .. string.sub(key, 1, 1), string.format('%.0f', ending), key)
                redis.call('ZADD', KEYS[2], string.format('%.0f', ending), key)
            end
            return 1
            """;

    private static RedisServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected SessionStore filled(String application, int sessions, Clock clock) {
        String[] keys = {"bound-session:" + application, new KeyNames(application).user(UserKey.of(application, USER))};
        List<String> values = SessionHash.write(session(sessions));
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            fields.addAll(List.of(SessionHash.FIELDS[i], values.get(i)));
        }
        for (int first = 1; first <= sessions; first += SESSIONS_AT_ONCE) {
            int last = Math.min(sessions, first + SESSIONS_AT_ONCE - 1);
            String[] arguments = Stream.concat(
                            Stream.of(first, last, STEP_MILLIS).map(String::valueOf), fields.stream())
                    .toArray(String[]::new);
            server.ask(redis -> redis.<Long>eval(FILL, ScriptOutputType.INTEGER, keys, arguments));
        }
        RedisAddress address = RedisAddress.parse(server.uri()).orElseThrow();
        return new RedisSessionStore(address, SslOptions.create(), 0, application, Duration.ofSeconds(10), clock);
    }
}
