package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.boundsession.parallel.Parallel;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.ProofStore;
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

    /** How many replicas confirm a write. */
    int confirmingReplicas() {
        return 0;
    }

    Duration timeout() {
        return TIMEOUT;
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        return open(uri(), application, clock);
    }

    final SessionStore open(String uri, String application, Clock clock) {
        return open(uri, application, clock, confirmingReplicas());
    }

    final SessionStore open(String uri, String application, Clock clock, int confirmingReplicas) {
        RedisAddress address = RedisAddress.parse(uri).orElseThrow();
        return new RedisSessionStore(address, SslOptions.create(), confirmingReplicas, application, timeout(), clock);
    }

    @Test
    void leavesWhatNobodyCleansUpToRedis() {
        StoredSession session = inserted("alice");

        long seconds =
                on(redis -> redis.ttl("bound-session:/:session:" + session.key().hex()));

        assertThat(seconds).isBetween(400L, 465L);
    }

    @Test
    void leavesProofsToRedisAfterTheMargin() {
        String proof = proof();
        record(store, proof);

        long seconds = on(redis -> redis.ttl("bound-session:/:proof:" + proof));

        assertThat(seconds).isBetween(100L, 130L);
        assertThat(TIME_TO_LIVE.toMillis() + ProofStore.MARGIN_MILLIS).isEqualTo(130_000);
    }

    @Test
    void recordsAProofOfTwoNodesOnce() {
        String proof = proof();
        try (SessionStore other = open(APPLICATION, clock)) {
            List<Boolean> recorded = Parallel.run(16, i -> record(i % 2 == 0 ? store : other, proof));

            assertThat(recorded).filteredOn(Boolean::booleanValue).hasSize(1);
        }
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
    void insertsWithoutAnIndexOfAllSessions() {
        StoredSession session = session("alice");
        String index = sessions(session.key());
        on(redis -> redis.del(index));
        on(redis -> redis.set(index, "a string"));

        store.insert(session);

        assertThat(store.findById(session.key())).isPresent();
        on(redis -> redis.del(index));
    }

    @Test
    void keepsSessionInTheIndexesOfItsUserAndOfAllSessionsUntilItEnds() {
        for (Consumer<SessionKey> end : List.<Consumer<SessionKey>>of(
                key -> store.end(key, EndToken.create()), key -> store.deleteById(key), this::expire)) {
            String principal = "user-" + UUID.randomUUID();
            StoredSession session = inserted(principal);
            String member = session.key().hex();
            String sessions = sessions(session.key());

            Double byEnd = on(redis -> redis.zscore(index(principal), member));
            Double byExpiry = on(redis -> redis.zscore(sessions, member));
            long seconds = on(redis -> redis.ttl(sessions));
            end.accept(session.key());

            Long left = on(redis -> redis.zcard(index(principal)));
            Double leftOfAll = on(redis -> redis.zscore(sessions, member));
            assertThat(byEnd).isEqualTo(session.endTime());
            assertThat(byExpiry).isEqualTo(session.expiryTime());
            assertThat(seconds).isGreaterThan(ABSOLUTE.toSeconds());
            assertThat(left).isZero();
            assertThat(leftOfAll).isNull();
        }
    }

    private void expire(SessionKey key) {
        clock.move(IDLE.multipliedBy(2));
        assertThat(store.endIfExpired(key, EndToken.create())).isTrue();
    }

    /** The clean-up on another node may have found the entry before this node inserts the session. */
    @Test
    void removesNoEntryBeforeItsTime() {
        String principal = "user-" + UUID.randomUUID();
        StoredSession session = inserted(principal);
        on(redis -> redis.del(name(session.key())));

        store.findExpired();
        List<StoredSession> found = store.findByPrincipal(principal, SessionStore.BATCH);

        Long entries = on(redis -> redis.zcard(index(principal)));
        Double expiry =
                on(redis -> redis.zscore(sessions(session.key()), session.key().hex()));
        assertThat(found).isEmpty();
        assertThat(entries).isEqualTo(1);
        assertThat(expiry).isNotNull();
    }

    @Test
    void removesEntriesWithoutASessionAfterTheirTime() {
        String principal = "user-" + UUID.randomUUID();
        StoredSession session = inserted(principal);
        on(redis -> redis.del(name(session.key())));
        String sessions = sessions(session.key());
        on(redis -> redis.zadd(sessions, 1, "no digest"));
        clock.move(ABSOLUTE);

        store.findExpired();
        StoredSession later = inserted(principal);

        List<String> members = on(redis -> redis.zrange(index(principal), 0, -1));
        List<String> ofAll = on(redis -> redis.zrange(sessions, 0, -1));
        assertThat(members).containsExactly(later.key().hex());
        assertThat(ofAll).doesNotContain("no digest", session.key().hex());
    }

    @Test
    void takesWhatAnIndexNamesAndIsNoSessionForGone() {
        String principal = "user-" + UUID.randomUUID();
        StoredSession kept = inserted(principal);
        String index = index(principal);
        SessionKey ofAnotherType = SessionKey.of("of another type");
        on(redis -> redis.set(name(ofAnotherType), "a string"));
        on(redis -> redis.zadd(index, Double.MAX_VALUE, "no digest"));
        on(redis -> redis.zadd(index, Double.MAX_VALUE, ofAnotherType.hex()));

        assertThat(store.findByPrincipal(principal, SessionStore.BATCH))
                .extracting(StoredSession::key)
                .containsExactly(kept.key());
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

    static String name(SessionKey key) {
        return "bound-session:/:session:" + key.hex();
    }

    private static String sessions(SessionKey key) {
        return "bound-session:/:sessions:" + key.hex().charAt(0);
    }

    static String index(String principal) {
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
