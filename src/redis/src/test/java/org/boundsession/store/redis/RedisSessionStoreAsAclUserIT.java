package org.boundsession.store.redis;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.util.function.Function;
import org.boundsession.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Redis 6.2, as a user with the least privileges. */
class RedisSessionStoreAsAclUserIT extends RedisSessionStoreContract {

    private static RedisServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RedisServer.start(AclUser.options());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    String uri() {
        return server.uri(AclUser.USER_INFO);
    }

    @Override
    <T> T on(Function<RedisClusterCommands<String, String>, T> question) {
        return server.ask(question::apply);
    }

    @AfterEach
    void isRefusedNothing() {
        server.ask(redis -> {
            AclUser.assertNothingRefused(redis);
            return true;
        });
    }
}
