package org.boundsession.store.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.boundsession.servers.RedisServer;

/** The operating system's Redis, which Sentinels, clusters and TLS need. */
final class InstalledRedis {

    private InstalledRedis() {}

    /** Skips the tests if it is not installed; in CI, a missing server is a failure. */
    static void require() {
        assumeTrue(
                RedisServer.installed().isPresent() || "true".equals(System.getenv("CI")),
                "the operating system's Redis is NOT tested: redis-server is not installed");
    }
}
