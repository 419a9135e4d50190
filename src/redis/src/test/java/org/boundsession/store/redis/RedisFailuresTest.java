package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

class RedisFailuresTest {

    @Test
    void findsWhatTheNodesOfAClusterRefuse() {
        RedisConnectionException cluster = new RedisConnectionException("no node");
        cluster.addSuppressed(new RedisConnectionException(
                "a node", new RedisCommandExecutionException("WRONGPASS invalid username-password pair")));

        assertThat(RedisFailures.refusalOfAddress(RedisFailures.noConnection(cluster)))
                .contains("refuses user or password (WRONGPASS)");
        assertThat(RedisFailures.noConnection(cluster)).hasMessageEndingWith(", WRONGPASS");
    }

    @Test
    void namesTheCommandThatAUserMayNotRun() {
        assertThat(RedisFailures.of(new RedisCommandExecutionException(
                        "NOPERM User sessions has no permissions to run the 'hmget' command")))
                .hasMessageEndingWith("NOPERM for the command hmget");
    }

    @Test
    void takesAnOutageForNoRefusal() {
        assertThat(RedisFailures.refusalOfAddress(
                        RedisFailures.noConnection(new RedisConnectionException("redis://user:S3cret@host"))))
                .isEmpty();
        assertThat(RedisFailures.noConnection(new RedisConnectionException("redis://user:S3cret@host")))
                .hasMessageEndingWith(", RedisConnectionException");
    }
}
