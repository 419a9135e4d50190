package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.boundsession.session.Origin;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every store lists sessions, of an application that has no others. */
public abstract class SessionListContract {

    protected static final Duration IDLE = Duration.ofSeconds(150);
    protected static final Duration ABSOLUTE = Duration.ofSeconds(3600);
    static final Duration TICK = Duration.ofMillis(1);

    /** The last access may be that much later than the recorded one. */
    static final Duration LAG = IDLE.dividedBy(10);

    protected final MovableClock clock = MovableClock.atPresent();
    protected SessionStore store;

    protected static final String APPLICATION = "/";

    private static final Origin ORIGIN =
            new Origin("2001:db8::1", "a \\ browser \"with\" quotes ' and </script>", "web-1");

    /** A store of that application which tells the time by this clock. */
    protected abstract SessionStore open(String application, Clock clock);

    @BeforeEach
    void openStore() {
        store = open(APPLICATION, clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void listsLiveSessionsOfThisApplicationThoseThatEndLastFirst() {
        inserted("alice");
        try (SessionStore listed = openAnother()) {
            StoredSession first = insertInto(listed, "alice");
            clock.move(TICK);
            StoredSession second = insertInto(listed, "bob");
            clock.move(TICK);
            StoredSession third = insertInto(listed, "alice");
            listed.touch(first, clock.millis());

            StoredPage page = listed.list(all(3));

            assertThat(page).isEqualTo(new StoredPage(List.of(third, second, touched(first)), Optional.empty()));
        }
    }

    private StoredSession touched(StoredSession session) {
        return session.accessedAt(clock.millis());
    }

    @Test
    void listsNothingOfNobody() {
        try (SessionStore listed = openAnother()) {
            assertThat(listed.list(all(1))).isEqualTo(new StoredPage(List.of(), Optional.empty()));
            assertThat(listed.list(of("alice", 1))).isEqualTo(new StoredPage(List.of(), Optional.empty()));
        }
    }

    @Test
    void listsSessionsOfOneUserInAnySpelling() {
        try (SessionStore listed = openAnother()) {
            StoredSession first = insertInto(listed, "alice");
            insertInto(listed, "bob");
            clock.move(TICK);
            StoredSession second = insertInto(listed, "ALICE ");

            assertThat(pages(listed, of("Alice", 1))).containsExactly(second, first);
        }
    }

    /** A node opens few in one millisecond, but their order must not depend on the page. */
    @Test
    void listsSessionsThatEndInTheSameMillisecondByTheirKeys() {
        try (SessionStore listed = openAnother()) {
            List<StoredSession> sessions = Stream.generate(() -> insertInto(listed, "alice"))
                    .limit(40)
                    .sorted(Comparator.comparing(StoredSession::position))
                    .toList();

            assertThat(pages(listed, all(7))).isEqualTo(sessions);
            assertThat(pages(listed, of("alice", 7))).isEqualTo(sessions);
            assertThat(pages(listed, all(1))).isEqualTo(sessions);
            assertThat(pages(listed, of("alice", 1))).isEqualTo(sessions);
        }
    }

    @Test
    void tellsWhetherMoreFollow() {
        try (SessionStore listed = openAnother()) {
            List<StoredSession> sessions = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sessions.add(0, insertInto(listed, "alice"));
                clock.move(TICK);
            }

            for (SessionQuery query : List.of(all(2), of("alice", 2))) {
                StoredPage page = listed.list(query);
                StoredPage rest = listed.list(query.after(page.next().orElseThrow()));

                assertThat(page.sessions()).isEqualTo(sessions.subList(0, 2));
                assertThat(page.next()).contains(sessions.get(1).position());
                assertThat(rest).isEqualTo(new StoredPage(sessions.subList(2, 3), Optional.empty()));
            }
            assertThat(listed.list(all(3)).next()).isEmpty();
            assertThat(listed.list(of("alice", 3)).next()).isEmpty();
        }
    }

    @Test
    void listsEachSessionThatStaysOnceWhileOthersAreOpenedAndEnded() {
        try (SessionStore listed = openAnother()) {
            List<StoredSession> all = insertMany(listed);
            List<StoredSession> staying = everySecond(all, 0);
            List<StoredSession> leaving = new ArrayList<>(everySecond(all, 1));

            List<StoredSession> found = pages(listed, all(3), next -> {
                insertInto(listed, "carol");
                listed.end(leaving.remove(0).key(), EndToken.create());
                listed.deleteById(leaving.remove(leaving.size() - 1).key());
                clock.move(TICK);
            });

            assertThat(found).doesNotHaveDuplicates().containsSubsequence(staying);
        }
    }

    /** Those that end last come first, and their ends are some milliseconds apart or the same. */
    private List<StoredSession> insertMany(SessionStore listed) {
        List<StoredSession> all = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            all.add(insertInto(listed, "user-" + i));
            clock.move(TICK.multipliedBy(i % 3));
        }
        all.sort(Comparator.comparing(StoredSession::position));
        return all;
    }

    private static List<StoredSession> everySecond(List<StoredSession> sessions, int first) {
        return IntStream.range(0, sessions.size())
                .filter(i -> i % 2 == first)
                .mapToObj(sessions::get)
                .toList();
    }

    @Test
    void listsNoSessionThatHasExpiredOrEnded() {
        try (SessionStore listed = openAnother()) {
            insertInto(listed, "expired");
            StoredSession touched = insertInto(listed, "touched");
            clock.move(IDLE);
            listed.touch(touched, clock.millis());
            clock.move(LAG);
            listed.end(insertInto(listed, "ended").key(), EndToken.create());
            listed.deleteById(insertInto(listed, "deleted").key());

            assertThat(pages(listed, all(1))).extracting(StoredSession::key).containsExactly(touched.key());
            for (String user : List.of("expired", "ended", "deleted")) {
                assertThat(pages(listed, of(user, 1))).as(user).isEmpty();
            }
            clock.move(ABSOLUTE);
            assertThat(pages(listed, all(1))).isEmpty();
        }
    }

    /** Also of texts as long as they may be, each of whose characters needs an escape. */
    @Test
    void keepsWhereSessionsWereOpened() {
        String longest = "\"".repeat(Origin.MAX_LENGTH);
        for (Origin origin : List.of(ORIGIN, Origin.UNKNOWN, new Origin(longest, longest, longest))) {
            StoredSession session = session("alice");
            Grant grant = session.grant();
            StoredSession opened = session.withGrant(
                    new Grant("alice", grant.roles(), grant.binding(), grant.creationTime(), grant.endTime(), origin));

            store.insert(opened);

            assertThat(store.findById(opened.key())).contains(opened.withVersion(1));
        }
    }

    private SessionStore openAnother() {
        return open("/list-" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT), clock);
    }

    private StoredSession insertInto(SessionStore listed, String principal) {
        StoredSession session = session(principal);
        listed.insert(session);
        return session.withVersion(1);
    }

    private static SessionQuery all(int limit) {
        return new SessionQuery(Optional.empty(), Optional.empty(), limit);
    }

    private static SessionQuery of(String user, int limit) {
        return new SessionQuery(Optional.of(user), Optional.empty(), limit);
    }

    private static List<StoredSession> pages(SessionStore listed, SessionQuery query) {
        return pages(listed, query, next -> {});
    }

    private static List<StoredSession> pages(SessionStore listed, SessionQuery first, Consumer<Position> between) {
        List<StoredSession> found = new ArrayList<>();
        Optional<SessionQuery> query = Optional.of(first);
        while (query.isPresent()) {
            StoredPage page = listed.list(query.get());
            assertThat(page.sessions()).hasSizeLessThanOrEqualTo(first.limit());
            found.addAll(page.sessions());
            page.next().ifPresent(between);
            query = page.next().map(first::after);
        }
        return found;
    }

    protected final StoredSession inserted(String principal) {
        StoredSession session = session(principal);
        store.insert(session);
        return session.withVersion(1);
    }

    protected final StoredSession session(String principal) {
        long now = clock.millis();
        return new StoredSession(
                key(),
                new Grant(principal, "general\nadmin", "{secret}0a1b2c3d:hash", now, now + ABSOLUTE.toMillis(), ORIGIN),
                now,
                IDLE.toMillis(),
                0,
                Map.of("basket", "three apples"),
                0,
                "1:0a1b2c3d:mac");
    }

    protected final StoredSession emptySession() {
        StoredSession session = session("");
        return session.withGrant(
                        new Grant("", "", session.grant().binding(), session.creationTime(), session.endTime()))
                .withAttributes(Map.of());
    }

    static SessionKey key() {
        return SessionKey.of(UUID.randomUUID().toString());
    }
}
