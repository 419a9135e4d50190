package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.boundsession.servers.RedisServer;
import org.boundsession.settings.EnvironmentOnly;
import org.boundsession.settings.Source;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;
import org.junit.jupiter.api.Test;

/** What the server will never accept stops the deployment; an outage does not. */
class RefusedAddressIT {

    private static final String PASSWORD = "S3cret@/#:";
    private static final String ENCODED = "S3cret%40%2F%23%3A";

    @Test
    void refusesAWrongOrMissingPasswordAndAnUnknownUser() throws Exception {
        try (RedisServer redis = RedisServer.start("--requirepass", PASSWORD)) {
            refuses(redis.uri(":another@"), "refuses user or password (WRONGPASS)");
            refuses(redis.uri("nobody:" + ENCODED + "@"), "refuses user or password (WRONGPASS)");
            refuses(redis.uri(""), "requires a password (NOAUTH)");
            serves(redis.uri(":" + ENCODED + "@"));
        }
    }

    @Test
    void refusesADatabaseThatIsNotThere() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            refuses(redis.uri("") + "/99", "does not have this database");
            serves(redis.uri("") + "/15");
        }
    }

    @Test
    void startsWhileTheServerIsGone() throws IOException {
        RedisServer redis = RedisServer.start();
        redis.close();

        open(redis.uri("")).close();
    }

    private static void refuses(String uri, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(uri))
                .withMessageStartingWith("bound-session.redis-uri (environment variable BOUND_SESSION_REDIS_URI): ")
                .withMessageContaining(reason)
                .withMessageNotContainingAny("S3cret", "another", "nobody")
                .withNoCause();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("lettuce") || name.startsWith("bound-session"));
    }

    private static void serves(String uri) {
        try (SessionStore store = open(uri)) {
            assertThat(store.findById(SessionKey.of("nothing"))).isEmpty();
        }
    }

    private static SessionStore open(String uri) {
        RedisStoreProvider provider = new RedisStoreProvider();
        Source source = EnvironmentOnly.of(Map.of("BOUND_SESSION_REDIS_URI", uri), provider.settings());
        return provider.open(
                new StoreContext(source, "/", null, Duration.ofSeconds(5), Clock.systemUTC(), closed -> {}));
    }
}
