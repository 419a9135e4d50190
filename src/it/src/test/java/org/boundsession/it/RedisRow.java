package org.boundsession.it;

import java.util.Map;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.SessionKey;

/** A hash in Redis. */
record RedisRow(RedisServer server, SessionKey key) implements StoredRow {

    private String name() {
        return "bound-session:/:session:" + key.hex();
    }

    @Override
    public String get(String field) {
        return server.ask(redis -> redis.hget(name(), field));
    }

    @Override
    public boolean set(String field, String value) {
        server.ask(redis -> redis.hset(name(), field, value));
        return true;
    }

    @Override
    public Map<String, String> snapshot() {
        return server.ask(redis -> redis.hgetall(name()));
    }

    @Override
    public void restore(Map<String, String> snapshot) {
        server.ask(redis -> redis.hset(name(), snapshot));
    }
}
