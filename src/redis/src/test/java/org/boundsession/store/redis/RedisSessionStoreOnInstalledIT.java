package org.boundsession.store.redis;

import java.io.IOException;
import org.boundsession.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The operating system's, Redis 7 on Debian 12. */
class RedisSessionStoreOnInstalledIT extends RedisServerContract {

    private static RedisServer server;

    @BeforeAll
    static void start() throws IOException {
        InstalledRedis.require();
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
