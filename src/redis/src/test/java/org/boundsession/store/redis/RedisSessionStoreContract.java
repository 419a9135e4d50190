package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SessionStoreContract;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UserKey;
import org.junit.jupiter.api.Test;

/** The contract, and what only a Redis can do to a store. */
abstract class RedisSessionStoreContract extends SessionStoreContract {

    static final Duration TIMEOUT = Duration.ofMillis(800);

    abstract String uri();

    @Override
    protected SessionStore open(String application, Clock clock) {
        return open(uri(), application, clock);
    }

    static SessionStore open(String uri, String application, Clock clock) {
        return new RedisSessionStore(RedisAddress.parse(uri).orElseThrow(), application, TIMEOUT, clock);
    }

    @Test
    void leavesWhatNobodyCleansUpToRedis() {
        StoredSession session = inserted("alice");

        long seconds =
                on(redis -> redis.ttl("bound-session:/:session:" + session.key().hex()));

        assertThat(seconds).isBetween(400L, 465L);
    }

    @Test
    void leavesMarkThatNobodyDeletesToRedisWithNothingOfTheSession() {
        StoredSession session = inserted("alice");
        EndToken token = EndToken.create();
        store.end(session.key(), token);
        String name = "bound-session:/:session:" + session.key().hex();

        Map<String, String> left = on(redis -> redis.hgetall(name));
        long seconds = on(redis -> redis.ttl(name));

        assertThat(left).containsExactly(Map.entry("ended_by", token.text()));
        assertThat(seconds).isBetween(1L, SessionStore.MARK_MILLIS / 1000);
    }

    /** Who can write the store could otherwise make a session that no logout ends. */
    @Test
    void endsSessionToWhichSomebodyHasAddedAMark() {
        for (String foreign : List.of("x", EndToken.create().text())) {
            StoredSession logout = inserted("alice");
            StoredSession undone = inserted("alice");
            EndToken token = EndToken.create();
            for (StoredSession session : List.of(logout, undone)) {
                on(redis ->
                        redis.hset("bound-session:/:session:" + session.key().hex(), "ended_by", foreign));
            }

            EndState before = store.endState(logout.key(), token);
            boolean ended = store.end(logout.key(), token);
            boolean deleted = store.deleteById(undone.key());

            assertThat(before).isEqualTo(EndState.NOT_ENDED);
            assertThat(ended).isTrue();
            assertThat(store.endState(logout.key(), token)).isEqualTo(EndState.ENDED);
            assertThat(deleted).isTrue();
            assertThat(store.findById(logout.key())).isEmpty();
            assertThat(store.findById(undone.key())).isEmpty();
        }
    }

    @Test
    void cleansUpWhatExpiredOfManyThatWereTouched() {
        for (int i = 0; i < SessionStore.BATCH + 10; i++) {
            StoredSession live = inserted("alice");
            store.touch(live, clock.millis() + IDLE.toMillis());
        }
        clock.move(Duration.ofMillis(1));
        StoredSession over = inserted("bob");
        clock.move(IDLE.plusSeconds(15));

        List<ExpiredSession> found = store.findExpired();
        assertThat(found).contains(new ExpiredSession(over.key().hex(), Optional.of(over)));
        EndToken token = EndToken.create();
        assertThat(store.endExpired(found, token)).isEqualTo(found);
        store.deleteEnded(found.stream().map(ExpiredSession::key).toList(), token);
        assertThat(store.findExpired()).isEmpty();
        assertThat(store.findByPrincipal("alice", 2 * SessionStore.BATCH)).hasSizeGreaterThan(SessionStore.BATCH);
    }

    @Test
    void insertsWithoutAnIndexOfExpiries() {
        on(redis -> redis.del("bound-session:/:expiry"));
        on(redis -> redis.set("bound-session:/:expiry", "a string"));

        StoredSession session = inserted("alice");

        assertThat(store.findById(session.key())).isPresent();
        on(redis -> redis.del("bound-session:/:expiry"));
    }

    @Test
    void takesWhatCannotBeReadForNoSession() {
        StoredSession session = inserted("alice");
        String name = "bound-session:/:session:" + session.key().hex();

        for (Map<String, String> tampered : List.of(
                Map.of("attributes", "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=="),
                Map.of("attributes", "{\"v\":2,\"attributes\":{}}"),
                Map.of("end_time", "never"),
                Map.of("mismatches", "-1"),
                Map.of("mismatches", "\u0663"),
                Map.of("mismatches", "+3"),
                Map.of("last_access_time", "99999999999999999999"),
                Map.of("version", ""))) {
            on(redis -> redis.hset(name, tampered));
            assertThat(store.findById(session.key())).isEmpty();
        }
        on(redis -> redis.hdel(name, "principal"));
        assertThat(store.findById(session.key())).isEmpty();
        on(redis -> {
            redis.del(name);
            return redis.set(name, "a string");
        });
        assertThat(store.findById(session.key())).isEmpty();
    }

    @Test
    void healsItsIndex() {
        String principal = "user-" + UUID.randomUUID();
        StoredSession kept = inserted(principal);
        StoredSession vanished = inserted(principal);
        on(redis -> redis.del("bound-session:/:session:" + vanished.key().hex()));

        assertThat(store.findByPrincipal(principal, SessionStore.BATCH))
                .extracting(StoredSession::key)
                .containsExactly(kept.key());

        String index = index(principal);
        long members = on(redis -> redis.zcard(index));
        long seconds = on(redis -> redis.ttl(index));
        assertThat(members).isEqualTo(1);
        assertThat(seconds).isPositive();
    }

    @Test
    void takesWhatAnIndexNamesAndIsNoSessionForGone() {
        String principal = "user-" + UUID.randomUUID();
        StoredSession kept = inserted(principal);
        String index = index(principal);
        String ofAnotherType = SessionKey.of("of another type").hex();
        on(redis -> redis.set("bound-session:/:session:" + ofAnotherType, "a string"));
        on(redis -> redis.zadd(index, Double.MAX_VALUE, "no digest"));
        on(redis -> redis.zadd(index, Double.MAX_VALUE, ofAnotherType));

        assertThat(store.findByPrincipal(principal, SessionStore.BATCH))
                .extracting(StoredSession::key)
                .containsExactly(kept.key());

        List<String> members = on(redis -> redis.zrange(index, 0, -1));
        assertThat(members).containsExactly(kept.key().hex());
    }

    @Test
    void insertsOverAnIndexThatIsNone() {
        String principal = "user-" + UUID.randomUUID();
        on(redis -> redis.set(index(principal), "a string"));

        StoredSession session = inserted(principal);

        assertThat(store.findByPrincipal(principal, SessionStore.BATCH))
                .extracting(StoredSession::key)
                .containsExactly(session.key());
    }

    @Test
    void insertsIntoAnIndexWithAnEndThatNoSessionHas() {
        for (double end : new double[] {Double.POSITIVE_INFINITY, Double.MAX_VALUE, Long.MAX_VALUE}) {
            String principal = "user-" + UUID.randomUUID();
            StoredSession kept = inserted(principal);
            String index = index(principal);
            on(redis -> redis.zadd(index, end, SessionKey.of("nobody's").hex()));

            StoredSession session = inserted(principal);

            List<String> members = on(redis -> redis.zrange(index, 0, -1));
            assertThat(members)
                    .containsExactlyInAnyOrder(kept.key().hex(), session.key().hex());
            long seconds = on(redis -> redis.ttl(index));
            assertThat(seconds).isBetween(1L, ABSOLUTE.toSeconds());
        }
    }

    private static String index(String principal) {
        return "bound-session:/:user:" + UserKey.of(APPLICATION, principal).hex();
    }

    @Test
    void goesOnAfterTheServerForgotTheScripts() {
        StoredSession session = inserted("alice");

        on(RedisClusterCommands::scriptFlush);

        assertThat(store.update(session)).isTrue();
    }

    /** Asks a server over a separate connection. */
    abstract <T> T on(Function<RedisClusterCommands<String, String>, T> question);
}
