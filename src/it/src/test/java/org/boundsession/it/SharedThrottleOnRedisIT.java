package org.boundsession.it;

import org.boundsession.servers.RedisServer;

class SharedThrottleOnRedisIT extends SharedThrottleContract {

    private RedisServer redis;

    @Override
    Nodes startStore() throws Exception {
        redis = RedisServer.start();
        return Nodes.onRedis(redis.uri());
    }

    @Override
    void stopStore() throws Exception {
        redis.close();
    }
}
