package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisStoreProviderTest {

    @ParameterizedTest
    @ValueSource(strings = {"redis://127.0.0.1:6379", "rediss://user:password@redis.example.com:6380"})
    void acceptsUrisOfRedis(String uri) {
        assertThat(RedisStoreProvider.REDIS_URI.format().parse(uri)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x", "redis:x y", "redis:///0", "127.0.0.1:6379"})
    void refusesOtherTexts(String uri) {
        assertThat(RedisStoreProvider.REDIS_URI.format().parse(uri)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:password@127.0.0.1:65536",
                "redis://user:password@127.0.0.1/sessions",
                "redis://user:password@127.0.0.1/-1"
            })
    void refusesWhatTheClientCannotUseAndQuotesNoPassword(String uri) {
        assertThatThrownBy(() -> RedisStoreProvider.requireAccepted(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bound-session.redis-uri: expected redis://host:port")
                .hasMessageNotContaining("password")
                .hasNoCause();
    }

    @Test
    void saysWhatIsExpected() {
        assertThat(RedisStoreProvider.REDIS_URI.format().expectation())
                .isEqualTo("redis://host:port or rediss://host:port");
    }
}
