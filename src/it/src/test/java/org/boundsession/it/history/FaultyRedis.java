package org.boundsession.it.history;

import java.io.IOException;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;

final class FaultyRedis implements FaultyStore {

    private final RedisServer redis = RedisServer.start();

    FaultyRedis() throws IOException {}

    @Override
    public int port() {
        return redis.port();
    }

    @Override
    public TomcatProcess.Base configure(TomcatProcess.Base base, int reachedAt) {
        return base.env("BOUND_SESSION_STORE", "redis")
                .env("BOUND_SESSION_REDIS_URI", "redis://127.0.0.1:" + reachedAt);
    }

    @Override
    public void pause() {
        redis.pause();
    }

    @Override
    public void resume() {
        redis.resume();
    }

    @Override
    public void crash() {
        redis.crash();
    }

    @Override
    public void startAgain() throws IOException {
        redis.startAgain();
    }

    @Override
    public void refuseWrites() {
        redis.ask(commands -> commands.configSet("min-replicas-to-write", "1"));
    }

    @Override
    public void acceptWrites() {
        redis.ask(commands -> commands.configSet("min-replicas-to-write", "0"));
    }

    /** All keys but the indexes and what is left of sessions that ended. */
    @Override
    public long sessions() {
        return redis.ask(commands -> commands.keys("*").stream()
                .filter(key -> commands.type(key).equals("hash") && commands.hexists(key, "principal"))
                .count());
    }

    @Override
    public void close() throws IOException {
        redis.close();
    }
}
