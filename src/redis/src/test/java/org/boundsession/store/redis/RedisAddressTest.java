package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @ParameterizedTest
    @CsvSource({
        "redis://127.0.0.1:6379, 127.0.0.1, 6379, 0",
        "redis://my_redis, my_redis, 6379, 0",
        "redis://redis.example.com:65535/15, redis.example.com, 65535, 15",
        "redis://[::1]:6380/, ::1, 6380, 0",
        "redis://user:password@my_redis/3, my_redis, 6379, 3"
    })
    void acceptsHostsOfContainerNetworksPortsAndDatabases(String text, String host, int port, int database) {
        RedisURI uri = uri(text);

        assertThat(uri.getHost()).isEqualTo(host);
        assertThat(uri.getPort()).isEqualTo(port);
        assertThat(uri.getDatabase()).isEqualTo(database);
        assertThat(uri.isSsl()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "redis://user:password@h, user, password",
        "redis://:password@h, , password",
        "redis://password@h, , password",
        "rediss://user:p%40s%23%2Fs%3A+%C3%BC@h, user, 'p@s#/s:+\u00fc'"
    })
    void decodesUserAndPassword(String text, String user, String password) {
        RedisURI uri = uri(text);
        RedisCredentials credentials =
                uri.getCredentialsProvider().resolveCredentials().block();

        assertThat(credentials.getUsername()).isEqualTo(user);
        assertThat(new String(credentials.getPassword())).isEqualTo(password);
    }

    @Test
    void connectsWithTlsIfTheSchemeSaysSo() {
        assertThat(uri("rediss://h").isSsl()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:6379",
                "http://h",
                "redis:h",
                "redis://",
                "redis:///0",
                "redis://h x",
                "redis://h:0",
                "redis://h:65536",
                "redis://h:99999",
                "redis://h/abc",
                "redis://h/-1",
                "redis://h/0/1",
                "redis://h?timeout=5s",
                "redis://default:/S3cret@127.0.0.1:6379",
                "redis://default:S3#cret@127.0.0.1:6379",
                "redis://default:S3@cret@127.0.0.1:6379",
                "redis://default:S3%zzcret@127.0.0.1:6379",
                "redis://h,i",
                "redis://h#m",
                "redis-sentinel://h",
                "redis-sentinel://h/0",
                "redis-sentinel://h,#m",
                "redis-sentinel://h:0#m",
                "redis-sentinel://h,i:65536#m",
                "redis-sentinel://u:p@h,u:p@i#m",
                "redis-sentinel://h#",
                "redis-cluster://h/1",
                "redis-cluster://h#m",
                "redis-cluster://h,i j",
                "redis-other://h",
                "redis+sentinel://h#m"
            })
    void refusesWhatCannotWork(String text) {
        assertThat(RedisAddress.parse(text)).isEmpty();
    }

    @Test
    void printsNothing() {
        assertThat(parsed("redis://user:password@h")).hasToString("RedisAddress");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis-sentinel://a,b:26380/3#mymaster | SENTINEL | a:26379 b:26380 | 3 | mymaster | false",
                "redis-sentinel://[::1]:1,my_redis#m.1-2_3 | SENTINEL | ::1:1 my_redis:26379 | 0 | m.1-2_3 | false",
                "rediss-sentinel://u:p@a#m | SENTINEL | a:26379 | 0 | m | true",
                "redis-cluster://a,b:7001,c/0 | CLUSTER | a:6379 b:7001 c:6379 | 0 | '' | false",
                "rediss-cluster://:p%2C@a | CLUSTER | a:6379 | 0 | '' | true"
            })
    void acceptsSentinelsAndNodesOfACluster(
            String text, RedisAddress.Kind kind, String hosts, int database, String master, boolean tls) {
        RedisAddress address = parsed(text);

        assertThat(address.kind()).isEqualTo(kind);
        assertThat(address.hosts())
                .extracting(host -> host.name() + ":" + host.port())
                .containsExactly(hosts.split(" "));
        assertThat(address.database()).isEqualTo(database);
        assertThat(address.master()).isEqualTo(master);
        assertThat(address.tls()).isEqualTo(tls);
    }

    private static RedisURI uri(String text) {
        RedisAddress address = parsed(text);
        return address.uri(address.hosts().get(0), Duration.ofSeconds(1));
    }

    private static RedisAddress parsed(String text) {
        Optional<RedisAddress> parsed = RedisAddress.parse(text);
        assertThat(parsed).isPresent();
        return parsed.get();
    }
}
