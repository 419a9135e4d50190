package org.boundsession.store.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.boundsession.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The operating system's, Redis 7 on Debian 12. */
class RedisSessionStoreOnInstalledIT extends RedisSessionStoreContract {

    private static RedisServer server;

    @BeforeAll
    static void start() throws IOException {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                RedisServer.installed().isPresent() || "true".equals(System.getenv("CI")),
                "the operating system's Redis is NOT tested: redis-server is not installed");
        server = RedisServer.startInstalled();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    RedisServer server() {
        return server;
    }
}
