package org.boundsession;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where sessions live, and how to reach the store.
 *
 * @param jdbcUrl of the database, if JNDI has no {@code jdbc/sessions}; empty for an embedded one
 * @param timeout for one call, the wait for a connection included
 */
record StoreSettings(
        Kind kind,
        Optional<String> jdbcUrl,
        Optional<String> jdbcUser,
        Optional<String> jdbcPassword,
        URI redisUri,
        Duration timeout) {

    /** The values of {@code store}. */
    enum Kind {
        CONTAINER,
        JDBC,
        REDIS
    }

    static StoreSettings of(Source source) {
        return new StoreSettings(
                source.get(KnownSettings.STORE),
                source.get(KnownSettings.JDBC_URL),
                source.get(KnownSettings.JDBC_USER),
                source.get(KnownSettings.JDBC_PASSWORD),
                source.get(KnownSettings.REDIS_URI),
                source.get(KnownSettings.STORE_TIMEOUT));
    }

    @Override
    public String toString() {
        return "StoreSettings " + kind;
    }
}
