package org.boundsession.store.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.boundsession.store.StoreUnavailableException;

/**
 * Checks that all servers can be read and written. A store is up as long as one of several servers is, because a load
 * balancer must not take all nodes out of service for the sessions of one server; what the others say is logged.
 * Thread-safe.
 */
final class StoreProbe {

    private static final Logger LOG = System.getLogger(StoreProbe.class.getName());

    private final RedisConnection redis;
    private final String prefix;
    private final Set<String> down = ConcurrentHashMap.newKeySet();

    StoreProbe(RedisConnection redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /**
     * Writes a key for each server. A full server, a replica and a user without the privilege refuse the script.
     *
     * @return the time of a server, in epoch milliseconds
     */
    long run() {
        StoreUnavailableException failure =
                StoreUnavailableException.unreachable("the Redis cluster has no node with keys", null);
        long time = -1;
        for (String key : redis.probeKeys(prefix)) {
            try {
                time = redis.call(key, link -> Script.PROBE.run(link.sync(), key, List.of()));
                up(redis.describe(key));
            } catch (StoreUnavailableException e) {
                failure = e;
                down(redis.describe(key), e);
            }
        }
        if (time < 0) {
            throw failure.isPartial()
                    ? StoreUnavailableException.unreachable("no node of the Redis cluster can be reached", failure)
                    : failure;
        }
        return time;
    }

    private void up(String server) {
        if (down.remove(server)) {
            LOG.log(Level.INFO, "The Redis server {0} is back", server);
        }
    }

    private void down(String server, StoreUnavailableException reason) {
        if (!server.isEmpty() && down.add(server)) {
            LOG.log(
                    Level.ERROR,
                    reason.isUnreachable()
                            ? "The Redis server {0} is down, and requests for its sessions are answered 503, because {1}"
                            : "The Redis server {0} cannot be written, and logins are answered 503, because {1}",
                    server,
                    reason.getMessage());
        }
    }
}
