package org.boundsession.store.redis;

import java.io.IOException;
import org.boundsession.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Redis 6.2. */
class RedisSessionStoreIT extends RedisServerContract {

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
    RedisServer server() {
        return server;
    }
}
