package org.boundsession.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The PostgreSQL and the Redis behind the contenders. Each starts when it is first asked for. */
final class Servers implements AutoCloseable {

    private Postgres postgres;
    private Redis redis;

    Postgres postgres() throws Exception {
        if (postgres == null) {
            postgres = Postgres.start();
        }
        return postgres;
    }

    Redis redis() throws IOException {
        if (redis == null) {
            redis = Redis.start();
        }
        return redis;
    }

    /** What those that run say of themselves, for the results. */
    Map<String, String> versions() throws Exception {
        Map<String, String> versions = new LinkedHashMap<>();
        if (postgres != null) {
            versions.put("PostgreSQL", postgres.version());
        }
        if (redis != null) {
            versions.put("Redis", redis.version());
        }
        return versions;
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
        if (redis != null) {
            redis.close();
        }
    }
}
