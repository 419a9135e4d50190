package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.Test;

/** What every store does. */
public abstract class SessionStoreContract extends ProofStoreContract {

    @Test
    void findsWhatWasInserted() {
        StoredSession session = session("alice");

        store.insert(session);

        assertThat(store.findById(session.key())).contains(session.withVersion(1));
    }

    /** A user may have no roles, and some databases take an empty text for none. */
    @Test
    void keepsWhatIsEmpty() {
        StoredSession empty = emptySession();

        store.insert(empty);

        assertThat(store.findById(empty.key())).contains(empty.withVersion(1));
        assertThat(store.touch(empty, clock.millis())).isTrue();
        assertThat(store.end(empty.key(), EndToken.create())).isTrue();
    }

    @Test
    void findsNothingElse() {
        assertThat(store.findById(key())).isEmpty();
    }

    @Test
    void keepsAttributesOfEveryKindAsTheyAre() {
        Map<String, Object> attributes = Map.of(
                "text",
                "quotes \" ' \\ ; -- newline \n tab \t nul \u0001 umlaut \u00fc emoji \ud83d\ude00 ]]> </script>",
                "long",
                Long.MAX_VALUE,
                "negative",
                -1L,
                "int",
                Integer.MIN_VALUE,
                "double",
                0.1,
                "true",
                true,
                "false",
                false,
                "empty",
                "",
                "big",
                "x".repeat(100_000));
        StoredSession session = session("\u00fcser ' \" \ud83d\ude00").withAttributes(attributes);

        store.insert(session);

        assertThat(store.findById(session.key()).orElseThrow().attributes()).isEqualTo(attributes);
        assertThat(store.findById(session.key()).orElseThrow().principal()).isEqualTo("\u00fcser ' \" \ud83d\ude00");
    }

    @Test
    void probesWithoutATrace() {
        StoredSession session = inserted("probed");

        long before = store.probe();
        long after = store.probe();

        assertThat(after).as("the time of the store").isGreaterThanOrEqualTo(before);
        assertThat(store.findByPrincipal("probed", SessionStore.BATCH)).containsExactly(session);
    }

    @Test
    void insertsAKeyOnce() {
        StoredSession session = session("alice");
        store.insert(session);

        assertThatThrownBy(
                        () -> store.insert(session.withGrant(session("mallory").grant())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.findById(session.key()).orElseThrow().principal()).isEqualTo("alice");
    }

    @Test
    void updatesTheVersionThatWasRead() {
        StoredSession session = inserted("alice");

        boolean first = store.update(session.withAttributes(Map.of("a", 1L)));
        boolean second = store.update(session.withAttributes(Map.of("b", 2L)));

        StoredSession now = store.findById(session.key()).orElseThrow();
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(now.attributes()).isEqualTo(Map.of("a", 1L));
        assertThat(now.version()).isEqualTo(2);
    }

    @Test
    void losesNoChangeOfManyWhoReadAgainAndRetry() {
        StoredSession session = inserted("alice");

        Parallel.run(8, i -> {
            for (int j = 0; j < 5; j++) {
                String name = "change-" + i + "-" + j;
                boolean done = false;
                while (!done) {
                    StoredSession current = store.findById(session.key()).orElseThrow();
                    Map<String, Object> attributes = new HashMap<>(current.attributes());
                    attributes.put(name, true);
                    done = store.update(current.withAttributes(attributes));
                }
            }
            return true;
        });

        StoredSession now = store.findById(session.key()).orElseThrow();
        assertThat(now.attributes().keySet())
                .filteredOn(name -> name.startsWith("change-"))
                .hasSize(40);
        assertThat(now.version()).isEqualTo(41);
    }

    @Test
    void updatesNothingThatALoginGranted() {
        StoredSession session = inserted("alice");
        StoredSession changed = session.withGrant(session("mallory").grant()).withSeal("another");

        assertThat(store.update(changed.withAttributes(Map.of("a", 1L)))).isTrue();

        assertThat(store.findById(session.key()))
                .contains(session.withAttributes(Map.of("a", 1L)).withVersion(2));
    }

    @Test
    void countsEachMismatchOfManyOnce() {
        StoredSession session = inserted("alice");

        List<Long> counts = Parallel.run(8, i -> store.countMismatch(session.key()));

        assertThat(counts).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        StoredSession now = store.findById(session.key()).orElseThrow();
        assertThat(now.mismatches()).isEqualTo(8);
        assertThat(now.version())
                .as("an update of the attributes does not fail")
                .isEqualTo(1);
    }

    @Test
    void countsNoMismatchOfASessionThatIsOver() {
        StoredSession session = inserted("alice");

        clock.move(IDLE.plus(LAG));

        assertThat(store.countMismatch(session.key())).isZero();
        assertThat(store.countMismatch(key())).isZero();
    }

    @Test
    void neverBringsDeletedSessionBack() {
        StoredSession session = inserted("user-" + UUID.randomUUID());

        assertThat(store.deleteById(session.key())).isTrue();

        assertThat(store.deleteById(session.key())).isFalse();
        assertThat(store.update(session)).isFalse();
        assertThat(store.touch(session, clock.millis() + 1000)).isFalse();
        assertThat(store.findById(session.key())).isEmpty();
        assertThat(store.findByPrincipal(session.principal(), SessionStore.BATCH))
                .isEmpty();
    }

    @Test
    void endsIdleSessionToTheMillisecondAfterTheLatestAccessThatMayHaveBeen() {
        StoredSession session = inserted("user-" + UUID.randomUUID());

        clock.move(IDLE.plus(LAG).minus(TICK));
        assertThat(isLive(session)).isTrue();
        clock.move(TICK);

        assertThat(isLive(session)).isFalse();
        assertThat(store.update(session)).isFalse();
        assertThat(store.touch(session, clock.millis())).isFalse();
        assertThat(isLive(session)).isFalse();
        assertThat(store.findByPrincipal(session.principal(), SessionStore.BATCH))
                .isEmpty();
    }

    @Test
    void touchesSessionWhoseCallerKnowsALaterAccessThanTheStoreRecorded() {
        StoredSession unrecorded = inserted("alice");
        StoredSession ended = inserted("alice");
        store.end(ended.key(), EndToken.create());
        clock.move(IDLE.plus(LAG));
        long now = clock.millis();

        assertThat(store.touch(unrecorded.accessedAt(now), now)).isTrue();
        assertThat(store.touch(ended.accessedAt(now), now)).isFalse();
        assertThat(isLive(unrecorded)).isTrue();
        clock.move(ABSOLUTE);
        assertThat(store.touch(unrecorded.accessedAt(clock.millis()), clock.millis()))
                .as("the absolute end")
                .isFalse();
    }

    private boolean isLive(StoredSession session) {
        return store.findById(session.key())
                .filter(found -> !found.isOverAt(clock.millis()))
                .isPresent();
    }

    @Test
    void endsExpiredSessionForOneCaller() {
        StoredSession over = inserted("alice");
        clock.move(IDLE.plus(LAG));

        assertThat(Parallel.run(4, i -> store.endIfExpired(over.key(), EndToken.create())))
                .containsOnlyOnce(true);
        assertThat(store.findById(over.key())).isEmpty();
    }

    @Test
    void endsNoSessionAsExpiredThatLives() {
        StoredSession touched = inserted("alice");
        clock.move(IDLE);
        assertThat(store.touch(touched, clock.millis())).isTrue();
        clock.move(IDLE);

        assertThat(store.endIfExpired(touched.key(), EndToken.create())).isFalse();
        assertThat(isLive(touched)).isTrue();
    }

    @Test
    void livesOnByTouchesUpToTheAbsoluteEnd() {
        StoredSession session = inserted("alice");

        for (int i = 0; i < 35; i++) {
            clock.move(Duration.ofSeconds(100));
            assertThat(store.touch(session, clock.millis())).isTrue();
            assertThat(isLive(session)).isTrue();
        }
        clock.move(Duration.ofSeconds(100).minus(TICK));
        assertThat(isLive(session)).isTrue();
        clock.move(TICK);

        assertThat(isLive(session)).isFalse();
        assertThat(store.touch(session, clock.millis())).isFalse();
    }

    @Test
    void touchesForwardOnlyAndLeavesTheVersion() {
        StoredSession session = inserted("alice");
        long later = clock.millis() + 5000;

        assertThat(store.touch(session, later)).isTrue();
        assertThat(store.touch(session, later - 1000)).as("it lives").isTrue();

        StoredSession now = store.findById(session.key()).orElseThrow();
        assertThat(now.lastAccessedTime()).isEqualTo(later);
        assertThat(now.version()).isEqualTo(1);
        assertThat(store.update(session.withAttributes(Map.of()))).isTrue();
        assertThat(store.findById(session.key()).orElseThrow().lastAccessedTime())
                .as("an update does not take a touch back")
                .isEqualTo(later);
    }

    @Test
    void findsLiveSessionsOfOneUserInAnySpellingMostRecentFirst() {
        String principal = "user-" + UUID.randomUUID();
        StoredSession first = inserted(principal);
        clock.move(TICK);
        StoredSession second = inserted(principal);
        StoredSession otherSpelling = inserted(principal.toUpperCase(Locale.ROOT) + " ");
        inserted(principal + "2");
        clock.move(TICK);
        store.touch(otherSpelling, clock.millis());
        clock.move(TICK);
        store.touch(first, clock.millis());

        assertThat(store.findByPrincipal(principal, SessionStore.BATCH))
                .extracting(StoredSession::key)
                .containsExactly(first.key(), otherSpelling.key(), second.key());
    }

    @Test
    void findsThoseThatEndLastOfManySessionsOfOneUser() {
        String principal = "user-" + UUID.randomUUID();
        StoredSession first = inserted(principal);
        clock.move(TICK);
        StoredSession second = inserted(principal);
        clock.move(TICK);
        StoredSession third = inserted(principal);
        store.touch(second, clock.millis() + 1);

        assertThat(store.findByPrincipal(principal, 2))
                .extracting(StoredSession::key)
                .containsExactly(second.key(), third.key());
        assertThat(store.findByPrincipal(principal, 1))
                .extracting(StoredSession::key)
                .containsExactly(third.key());
        assertThat(store.findById(first.key())).isPresent();
    }

    @Test
    void endsSessionForTheFirstOfManyTokens() {
        StoredSession session = inserted("user-" + UUID.randomUUID());
        List<EndToken> tokens = tokens(4);

        List<Boolean> ended = Parallel.run(4, i -> store.end(session.key(), tokens.get(i)));

        assertThat(ended).containsOnlyOnce(true);
        EndToken first = tokens.get(ended.indexOf(true));
        assertThat(store.end(session.key(), first)).as("again").isTrue();
        assertThat(tokens)
                .allSatisfy(token -> assertThat(store.endState(session.key(), token))
                        .isEqualTo(token.equals(first) ? EndState.ENDED : EndState.GONE));
    }

    @Test
    void takesEndedSessionForNone() {
        StoredSession session = inserted("user-" + UUID.randomUUID());

        assertThat(store.end(session.key(), EndToken.create())).isTrue();

        assertThat(store.findById(session.key())).isEmpty();
        assertThat(store.findByPrincipal(session.principal(), SessionStore.BATCH))
                .isEmpty();
        assertThat(store.touch(session, clock.millis() + 1)).isFalse();
        assertThat(store.update(session)).isFalse();
        assertThat(store.countMismatch(session.key())).isZero();
        assertThat(store.deleteById(session.key())).isFalse();
        assertThat(store.endIfExpired(session.key(), EndToken.create())).isFalse();
        assertThatThrownBy(() -> store.insert(session)).isInstanceOf(IllegalStateException.class);
        clock.move(IDLE.plus(LAG));
        assertThat(store.endIfExpired(session.key(), EndToken.create())).isFalse();
        assertThat(expired()).doesNotContain(session.key().hex());
    }

    @Test
    void forgetsEndOnlyForTheTokenThatEndedIt() {
        StoredSession session = inserted("alice");
        EndToken token = EndToken.create();
        store.end(session.key(), token);

        store.deleteEnded(List.of(session.key().hex()), EndToken.create());
        EndState before = store.endState(session.key(), token);
        store.deleteEnded(List.of(session.key().hex()), token);

        assertThat(before).isEqualTo(EndState.ENDED);
        assertThat(store.endState(session.key(), token)).isEqualTo(EndState.GONE);
        assertThat(store.end(session.key(), token)).isFalse();
        assertThat(store.findById(session.key())).isEmpty();
    }

    @Test
    void deletesNoSessionThatHasNotEnded() {
        StoredSession session = inserted("alice");
        EndToken token = EndToken.create();

        store.deleteEnded(List.of(session.key().hex()), token);

        assertThat(store.endState(session.key(), token)).isEqualTo(EndState.NOT_ENDED);
        assertThat(store.endState(key(), token)).isEqualTo(EndState.GONE);
        assertThat(isLive(session)).isTrue();
    }

    @Test
    void endsExpiredSessionsInBatchesAndNoOthers() {
        StoredSession over = inserted("alice");
        clock.move(IDLE.plus(LAG));
        StoredSession live = inserted("alice");

        List<ExpiredSession> ended = new ArrayList<>();
        List<ExpiredSession> found;
        do {
            found = store.findExpired();
            EndToken token = EndToken.create();
            ended.addAll(store.endExpired(found, token));
            assertThat(store.endExpired(found, EndToken.create()))
                    .as("ended already")
                    .isEmpty();
            store.deleteEnded(found.stream().map(ExpiredSession::key).toList(), token);
            assertThat(store.findById(live.key())).isPresent();
        } while (found.size() == SessionStore.BATCH);

        assertThat(ended).containsOnlyOnce(new ExpiredSession(over.key().hex(), Optional.of(over)));
        assertThat(store.findById(over.key())).isEmpty();
        assertThat(store.findById(live.key())).isPresent();
    }

    @Test
    void endsNoExpiredSessionThatWasFoundAndTouchedMeanwhile() {
        StoredSession session = inserted("alice");
        ExpiredSession found = new ExpiredSession(session.key().hex(), Optional.of(session));
        clock.move(IDLE);
        assertThat(store.touch(session, clock.millis())).isTrue();
        clock.move(LAG);

        assertThat(store.endExpired(List.of(found), EndToken.create())).isEmpty();
        assertThat(isLive(session)).isTrue();
    }

    private List<String> expired() {
        return store.findExpired().stream().map(ExpiredSession::key).toList();
    }

    private static List<EndToken> tokens(int count) {
        return Stream.generate(EndToken::create).limit(count).toList();
    }

    @Test
    void touchesNothingOfAnotherApplication() {
        StoredSession session = inserted("alice");
        EndToken token = EndToken.create();
        try (SessionStore another = open("/another", clock)) {
            assertThat(another.findById(session.key())).isEmpty();
            assertThat(another.findByPrincipal("alice", SessionStore.BATCH)).isEmpty();
            assertThat(another.update(session.withAttributes(Map.of()))).isFalse();
            assertThat(another.touch(session, clock.millis() + 1000)).isFalse();
            assertThat(another.countMismatch(session.key())).isZero();
            assertThat(another.deleteById(session.key())).isFalse();
            assertThat(another.end(session.key(), token)).isFalse();
            assertThat(another.endState(session.key(), token)).isEqualTo(EndState.GONE);
            assertThat(store.findById(session.key())).contains(session);

            clock.move(IDLE.plus(LAG));

            assertThat(another.endIfExpired(session.key(), token)).isFalse();
            assertThat(another.findExpired()).isEmpty();
            assertThat(another.endExpired(
                            List.of(new ExpiredSession(session.key().hex(), Optional.of(session))), token))
                    .isEmpty();
        }
        assertThat(store.endIfExpired(session.key(), token)).isTrue();
    }

    @Test
    void handsOutCopies() {
        Map<String, Object> attributes = new HashMap<>(Map.of("a", 1L));
        StoredSession session = session("alice").withAttributes(attributes);
        store.insert(session);

        attributes.put("a", 2L);

        assertThat(store.findById(session.key()).orElseThrow().attributes()).isEqualTo(Map.of("a", 1L));
        assertThatThrownBy(() ->
                        store.findById(session.key()).orElseThrow().attributes().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesWhatIsNoData() {
        assertThatThrownBy(() -> session("alice").withAttributes(Map.of("list", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("list");
    }
}
