package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.boundsession.keys.DerivedKey;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origin;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionQuery;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node believes of a store that somebody else can write to. */
class SealedSessionStoreTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW_SECRET = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);
    private static final Duration IDLE = Duration.ofSeconds(150);
    private static final Duration ABSOLUTE = Duration.ofSeconds(3600);

    private static final Origin ORIGIN = new Origin("192.0.2.1", "browser", "web-1");
    private static final SessionQuery ALL = new SessionQuery(Optional.empty(), Optional.empty(), 50);

    private final MovableClock clock = MovableClock.atPresent();
    private final MapSessionStore rows = new MapSessionStore(clock);
    private final List<String> reported = new ArrayList<>();
    private final SessionEvents heard = new SessionEvents() {
        @Override
        public void tampered(String key) {
            reported.add(key);
        }
    };
    private final SessionStore store = sealedUnder(new SessionSecrets(List.of(SECRET), "/"));

    private SessionStore sealedUnder(SessionSecrets secrets) {
        return sealed(secrets, new Lifetimes(IDLE, ABSOLUTE));
    }

    private SessionStore sealed(SessionSecrets secrets, Lifetimes lifetimes) {
        return new SealedSessionStore(rows, new Seal(secrets), lifetimes, new TamperedSessions(heard), clock);
    }

    @Test
    void passesProofsOn() {
        String proof = ProofStoreContract.proof();

        assertThat(ProofStoreContract.record(store, proof)).isTrue();
        assertThat(ProofStoreContract.record(rows, proof)).isFalse();
    }

    @Test
    void returnsWhatItSealed() {
        StoredSession session = inserted("alice");

        assertThat(store.findById(session.key())).contains(session);
        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).containsExactly(session);
        assertThat(store.list(ALL).sessions()).containsExactly(session);
        assertThat(session.seal()).matches("2:[0-9a-f]{8}:[A-Za-z0-9_-]{43}");
        assertThat(reported).isEmpty();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("a role more", session -> grant(session, "alice", "general\nadmin", "{secret}x:y")),
                change("another role", session -> grant(session, "alice", "admin", "{secret}x:y")),
                change("no role", session -> grant(session, "alice", "", "{secret}x:y")),
                change("another principal", session -> grant(session, "admin", "general", "{secret}x:y")),
                change("another spelling", session -> grant(session, "Alice", "general", "{secret}x:y")),
                change("no principal", session -> grant(session, "", "general", "{secret}x:y")),
                change("moved border", session -> grant(session, "alicegeneral", "", "{secret}x:y")),
                change("another binding", session -> grant(session, "alice", "general", "{secret}x:z")),
                change("another kind", session -> grant(session, "alice", "general", "{key}x:y")),
                change("no binding", session -> grant(session, "alice", "general", "")),
                change("a later end", session -> times(session, 0, 1)),
                change("an end that overflows", session -> times(session, 0, Long.MAX_VALUE - session.endTime())),
                change("an earlier end", session -> times(session, 0, -1)),
                change("a later creation", session -> times(session, 1, 0)),
                change("an earlier creation", session -> times(session, -1, 0)),
                change("another key", session -> session.withKey(SessionKey.of("another"))),
                change("no seal", session -> session.withSeal("")),
                change("half a seal", session -> session.withSeal(session.seal().substring(0, 30))),
                change("a longer seal", session -> session.withSeal(session.seal() + "A")),
                change(
                        "another version",
                        session -> session.withSeal("3" + session.seal().substring(1))),
                change("another client", session -> origin(session, new Origin("192.0.2.2", "browser", "web-1"))),
                change("another user agent", session -> origin(session, new Origin("192.0.2.1", "curl", "web-1"))),
                change("another node", session -> origin(session, new Origin("192.0.2.1", "browser", "web-2"))),
                change("moved border", session -> origin(session, new Origin("192.0.2.1b", "rowser", "web-1"))),
                change("no origin", session -> origin(session, Origin.UNKNOWN)),
                change(
                        "an older version",
                        session -> session.withSeal("1" + session.seal().substring(1))),
                change(
                        "no origin in an older version",
                        session -> origin(session, Origin.UNKNOWN)
                                .withSeal("1" + session.seal().substring(1))),
                change(
                        "an unknown secret",
                        session ->
                                session.withSeal("2:00000000" + session.seal().substring(10))),
                change("another MAC", session -> session.withSeal(session.seal().substring(0, 11) + "A".repeat(43))),
                change("mismatches that overflow", session -> session.withMismatches(Long.MAX_VALUE)));
    }

    private static Arguments change(String name, UnaryOperator<StoredSession> change) {
        return Arguments.of(name, change);
    }

    private static StoredSession grant(StoredSession session, String principal, String roles, String binding) {
        return session.withGrant(
                new Grant(principal, roles, binding, session.creationTime(), session.endTime(), ORIGIN));
    }

    private static StoredSession times(StoredSession session, long later, long longer) {
        Grant grant = session.grant();
        return session.withGrant(new Grant(
                grant.principal(),
                grant.roles(),
                grant.binding(),
                grant.creationTime() + later,
                grant.endTime() + longer,
                grant.origin()));
    }

    private static StoredSession origin(StoredSession session, Origin origin) {
        Grant grant = session.grant();
        return session.withGrant(new Grant(
                grant.principal(), grant.roles(), grant.binding(), grant.creationTime(), grant.endTime(), origin));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void takesChangedRowForNoSessionAndReportsItOnce(String name, UnaryOperator<StoredSession> change) {
        StoredSession session = inserted("alice");
        StoredSession changed = change.apply(session);
        replace(session, changed);

        for (int i = 0; i < 3; i++) {
            assertThat(store.findById(changed.key())).isEmpty();
            assertThat(store.findByPrincipal(changed.principal(), SessionStore.BATCH))
                    .isEmpty();
            assertThat(store.list(ALL).sessions()).isEmpty();
        }

        assertThat(reported).containsExactly(changed.key().hex());
    }

    /** A version that did not know the origin has sealed it. */
    @Test
    void acceptsSealOfVersion1ForASessionWithoutAnOriginOnly() throws IOException {
        StoredSession session = origin(session("alice"), Origin.UNKNOWN);
        StoredSession sealed = session.withSeal(sealOfVersion1(session)).withVersion(1);
        rows.insert(sealed);
        StoredSession other = session("bob");
        rows.insert(other.withSeal(sealOfVersion1(other)));

        assertThat(store.findById(sealed.key())).contains(sealed);
        assertThat(store.findById(other.key())).isEmpty();
        assertThat(reported).containsExactly(other.key().hex());
    }

    private static String sealOfVersion1(StoredSession session) throws IOException {
        Grant grant = session.grant();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(bytes);
        for (String text : List.of(session.key().hex(), grant.principal(), grant.roles(), grant.binding())) {
            message.writeInt(text.length());
            message.writeChars(text);
        }
        message.writeLong(grant.creationTime());
        message.writeLong(grant.endTime());
        DerivedKey key = new SessionSecrets(List.of(SECRET), "/").signingKey(SessionSecrets.Purpose.SEAL);
        return "1:" + key.name() + ":"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(bytes.toByteArray()));
    }

    /** A page with a gap must not end the list. */
    @Test
    void listsOnAfterPagesOfChangedRows() {
        StoredSession first = inserted("alice");
        clock.move(Duration.ofMillis(1));
        StoredSession changed = inserted("alice");
        replace(changed, origin(changed, Origin.UNKNOWN));

        StoredPage page = store.list(new SessionQuery(Optional.empty(), Optional.empty(), 1));

        assertThat(page.sessions()).isEmpty();
        assertThat(store.list(ALL.after(page.next().orElseThrow())).sessions()).containsExactly(first);
    }

    @Test
    void takesRowOfAnotherSessionForNone() {
        StoredSession alice = inserted("alice");
        StoredSession admin = inserted("admin");

        replace(alice, admin.withKey(alice.key()));

        assertThat(store.findById(alice.key())).isEmpty();
        assertThat(store.findById(admin.key())).isPresent();
    }

    @Test
    void takesRowOfAnotherApplicationForNone() {
        StoredSession session = inserted("alice");
        SessionStore another = sealedUnder(new SessionSecrets(List.of(SECRET), "/another"));

        assertThat(another.findById(session.key())).isEmpty();
        assertThat(reported).containsExactly(session.key().hex());
    }

    @Test
    void acceptsWhatIsSealedUnderAnOlderSecret() {
        StoredSession session = inserted("alice");
        SessionStore rotated = sealedUnder(new SessionSecrets(List.of(NEW_SECRET, SECRET), "/"));

        assertThat(rotated.findById(session.key())).isPresent();
        assertThat(rotated.findByPrincipal("alice", SessionStore.BATCH)).hasSize(1);
    }

    @Test
    void reportsNoAttackWhileAnotherNodeUsesANewSecret() {
        StoredSession session = session("alice");
        sealedUnder(new SessionSecrets(List.of(NEW_SECRET, SECRET), "/")).insert(session);

        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void limitsIdleTimeByItsOwnSettingWhateverTheRowSays() {
        StoredSession session = inserted("alice");
        replace(session, session.idlingFor(Duration.ofDays(1).toMillis()));

        clock.move(IDLE.plus(IDLE.dividedBy(10)));

        StoredSession found = store.findById(session.key()).orElseThrow();
        assertThat(found.isOverAt(clock.millis())).isTrue();
        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void takesAnAccessInTheFutureForOneOfNow() {
        for (long access : new long[] {clock.millis() + 3_600_000, Long.MAX_VALUE}) {
            StoredSession session = inserted("user-" + access);
            replace(session, session.accessedAt(access));

            assertThat(store.findById(session.key()).orElseThrow().lastAccessedTime())
                    .isEqualTo(clock.millis());
        }
        assertThat(reported).isEmpty();
    }

    @Test
    void countsTheAbsoluteTimeOfASessionThatBeginsInTheFutureFromNow() {
        clock.move(Duration.ofHours(1));
        StoredSession session = inserted("alice");
        clock.move(Duration.ofHours(-1));

        assertThat(store.findById(session.key()).orElseThrow().endTime())
                .isEqualTo(clock.millis() + ABSOLUTE.toMillis());
        assertThat(reported).isEmpty();
    }

    @Test
    void limitsAbsoluteTimeByItsOwnSettingAfterThatWasLowered() {
        StoredSession session = inserted("alice");
        Duration lowered = Duration.ofSeconds(600);
        SessionStore node = sealed(new SessionSecrets(List.of(SECRET), "/"), new Lifetimes(IDLE, lowered));

        assertThat(node.findById(session.key()).orElseThrow().endTime())
                .isEqualTo(session.creationTime() + lowered.toMillis());
    }

    @Test
    void toleratesTheClockOfANodeThatIsSecondsAhead() {
        StoredSession session = inserted("alice");
        replace(session, session.accessedAt(clock.millis() + 5_000));

        assertThat(store.findById(session.key()).orElseThrow().lastAccessedTime())
                .isEqualTo(clock.millis());
    }

    @Test
    void cannotTellReplayedRowUntilItsSealedEnd() {
        StoredSession session = inserted("alice");
        store.deleteById(session.key());
        rows.insert(session);
        assertThat(store.findById(session.key())).isPresent();

        clock.move(ABSOLUTE);
        replace(session, session.accessedAt(clock.millis()));

        assertThat(store.findById(session.key()).orElseThrow().isOverAt(clock.millis()))
                .isTrue();
    }

    @Test
    void tellsExpiredSessionOnlyIfItsSealFits() {
        StoredSession genuine = inserted("alice");
        StoredSession forged = inserted("alice");
        replace(forged, grant(forged, "mallory", "general", "{secret}x:y"));
        clock.move(ABSOLUTE);

        List<ExpiredSession> ended = store.endExpired(store.findExpired(), EndToken.create());

        assertThat(ended)
                .extracting(expired ->
                        expired.session().map(StoredSession::principal).orElse("nobody"))
                .containsExactlyInAnyOrder("alice", "nobody");
        assertThat(genuine.key()).isNotEqualTo(forged.key());
    }

    @Test
    void deletesWhatIsLeftOfAnEnd() {
        StoredSession session = inserted("alice");
        EndToken token = EndToken.create();
        store.end(session.key(), token);

        store.deleteEnded(List.of(session.key().hex()), token);

        assertThat(rows.endState(session.key(), token)).isEqualTo(EndState.GONE);
    }

    private void replace(StoredSession session, StoredSession by) {
        rows.deleteById(session.key());
        rows.insert(by);
    }

    private StoredSession inserted(String principal) {
        StoredSession session = session(principal);
        store.insert(session);
        return rows.findById(session.key()).orElseThrow();
    }

    private StoredSession session(String principal) {
        long now = clock.millis();
        Grant grant = new Grant(principal, "general", "{secret}x:y", now, now + ABSOLUTE.toMillis(), ORIGIN);
        SessionKey key = SessionKey.of(UUID.randomUUID().toString());
        return new StoredSession(key, grant, now, IDLE.toMillis(), 0, Map.of(), 0, "");
    }
}
