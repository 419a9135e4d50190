package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A user of Redis with the least privileges that the store needs; the documentation has the same list. */
final class AclUser {

    static final String USER_INFO = "sessions:password-of-sessions@";

    private static final String COMMANDS =
            "+hmget +hget +hset +hincrby +exists +type +del +set +pexpire +time +zadd +zrem"
                    + " +zcount +zrange +zrangebyscore +zrevrangebyscore +zremrangebyrank +eval +evalsha";

    private AclUser() {}

    /** Returns the options of a server. */
    static String[] options(String... furtherCommands) {
        List<String> options = new ArrayList<>(
                List.of("--user", "sessions", "on", ">password-of-sessions", "resetchannels", "~bound-session:*"));
        options.addAll(List.of(COMMANDS.split(" ")));
        options.addAll(List.of(furtherCommands));
        return options.toArray(String[]::new);
    }

    /** Also what the store may be refused without failing would be found here. */
    static void assertNothingRefused(RedisClusterCommands<String, String> redis) {
        List<Map<String, Object>> refused = redis.aclLog();
        assertThat(refused)
                .extracting(entry -> entry.get("reason") + " " + entry.get("object"))
                .isEmpty();
    }
}
