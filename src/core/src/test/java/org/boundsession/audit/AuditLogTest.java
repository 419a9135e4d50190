package org.boundsession.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.session.UserNames;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {

    private static final Pattern SUPPRESSED = Pattern.compile("\"bound_session.suppressed.events\":(\\d+)");

    private static final String END =
            "\"event.dataset\":\"bound_session.audit\",\"bound_session.audit.version\":\"1.0\","
                    + "\"ecs.version\":\"8.17.0\"}";

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final MovableClock clock = MovableClock.at("2026-01-31T12:00:00Z");
    private final AuditLog log = new AuditLog(clock, UserNames::canonical, lines::add);

    @Test
    void writesOneLineOfJson() {
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, "alice", "192.0.2.1", "0A1B2C", null));

        assertThat(lines)
                .containsExactly("{\"@timestamp\":\"2026-01-31T12:00:00.000Z\",\"event.action\":\"login_granted\","
                        + "\"user.name\":\"alice\",\"client.ip\":\"192.0.2.1\",\"session.id\":\""
                        + digestOf("0A1B2C") + "\",\"event.kind\":\"event\","
                        + "\"event.category\":[\"authentication\",\"session\"],\"event.type\":[\"start\"],"
                        + "\"event.outcome\":\"success\"," + END);
    }

    private static String digestOf(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesThreeDigitsOfTheSecondWhateverTheyAre() {
        refuse("alice", "192.0.2.1");
        clock.move(Duration.ofNanos(120_456_789));
        refuse("alice", "192.0.2.1");

        assertThat(lines.get(0)).contains("\"@timestamp\":\"2026-01-31T12:00:00.000Z\"");
        assertThat(lines.get(1)).contains("\"@timestamp\":\"2026-01-31T12:00:00.120Z\"");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        log.write(new AuditEvent(Kind.SESSION_EXPIRED, "alice", null, null, null));

        assertThat(last()).doesNotContain("client", "session.id", "reason", "null", "suppressed");
    }

    @Test
    void letsNoNameForgeALineOrSteerATerminal() {
        refuse("a\r\n{\"event\":\"logout\"}\u001b[2J\u2028\u202e\u00fc", "192.0.2.1");

        assertThat(lines).hasSize(1);
        assertThat(last()).matches("[\\x20-\\x7E]+").contains("\\r\\n{\\\"event\\\"", "\\u001B[2J", "\\u2028");
    }

    @Test
    void cutsLongNamesAndNoCharacterInHalf() {
        refuse("x".repeat(127) + "\ud83d\ude00".repeat(4000), "192.0.2.1");

        assertThat(last()).hasSizeLessThan(500).contains("x...").doesNotContain("uD83D");
    }

    @Test
    void writesTheLineOfATargetedGuessDuringAFloodFromOneAddress() {
        flood(10_000, "192.0.2.9");

        refuse("alice", "198.51.100.7");

        assertThat(lines).hasSize(31);
        assertThat(last()).contains("alice", "198.51.100.7");
    }

    @Test
    void writesTheLineOfATargetedGuessDuringAFloodFromAWholeNetwork() {
        for (int i = 0; i < 10_000; i++) {
            refuse("invented" + i, "2001:db8:1:" + Integer.toHexString(i) + "::1");
        }

        refuse("alice", "2001:db8:2::1");

        assertThat(lines).hasSize(61);
        assertThat(last()).contains("alice", "2001:db8:2::1");
    }

    @Test
    void writesTheLineOfATargetedGuessDuringAFloodOfInventedUsersFromEverywhere() {
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, "Alice", "198.51.100.1", "id", null));
        for (int i = 0; i < 10_000; i++) {
            refuse("invented" + i, (1 + i % 200) + "." + (i / 200) + ".0.1");
        }

        refuse("alice ", "198.51.100.7");

        assertThat(lines).hasSize(1 + KindBudget.LINES_PER_MINUTE / 2 + 1);
        assertThat(last()).contains("alice ", "198.51.100.7");
    }

    @Test
    void writesTheLineOfATargetedGuessBehindTheGuessersOwnFlood() {
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, "alice", "198.51.100.1", "id", null));
        flood(400, "192.0.2.9");

        refuse("alice", "192.0.2.9");

        assertThat(last()).contains("alice", "192.0.2.9");
    }

    @Test
    void leavesLinesToOtherUsersDuringAFloodOfGuessesAtOne() {
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, "alice", "198.51.100.1", "id", null));
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, "bob", "198.51.100.1", "id", null));
        for (int i = 0; i < 10_000; i++) {
            refuse("alice", (1 + i % 200) + "." + (i / 200) + ".0.1");
        }

        refuse("bob", "198.51.100.7");

        assertThat(last()).contains("bob", "198.51.100.7");
    }

    @Test
    void boundsTheLinesOfAKindWhateverItsEventsSay() {
        for (int i = 0; i < 2_000; i++) {
            log.write(AuditEvent.of(Kind.LOGIN_GRANTED, "user" + i, "198.51.100.1", "id", null));
        }
        lines.clear();
        for (int i = 0; i < 20_000; i++) {
            refuse("user" + i, (1 + i % 200) + "." + (i / 200) + ".0.1");
        }

        assertThat(lines).hasSize(KindBudget.LINES_PER_MINUTE);
    }

    @Test
    void givesEachKindLinesOfItsOwn() {
        flood(10_000, "192.0.2.9");

        log.write(new AuditEvent(Kind.LOGIN_THROTTLED, "alice", "192.0.2.9", null, "too many failed logins"));

        assertThat(last()).contains("login_throttled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.9:%d", "[2001:db8::%d]:443", "2001:db8::%d", "::ffff:192.0.2.9%%eth%d", "junk %d"})
    void takesDifferentTextsOfOneNetworkForOne(String address) {
        for (int i = 0; i < 10_000; i++) {
            refuse("invented" + i, String.format(address, i));
        }

        assertThat(lines).hasSizeBetween(30, 60);
    }

    @Test
    void tellsWithTheNextLineHowManyEventsFromHowManyAddressesItSuppressed() {
        for (int i = 0; i < 10_000; i++) {
            refuse("invented" + i, "192.0.2." + i % 10);
        }
        int written = lines.size();
        clock.move(Duration.ofMinutes(1));

        refuse("alice", "198.51.100.7");
        refuse("alice", "198.51.100.7");

        assertThat(lines.get(written))
                .contains("\"bound_session.suppressed.events\":" + (10_000 - written)
                        + ",\"bound_session.suppressed.addresses\":10,");
        assertThat(last()).doesNotContain("suppressed");
    }

    @Test
    void tellsWhatItSuppressedIfNoFurtherEventComes() {
        flood(100, "192.0.2.9");
        log.flush();
        assertThat(lines).as("the minute has not ended").hasSize(30);
        clock.move(Duration.ofMinutes(1));

        log.flush();
        log.flush();

        assertThat(lines).hasSize(31);
        assertThat(last())
                .isEqualTo("{\"@timestamp\":\"2026-01-31T12:01:00.000Z\",\"event.action\":\"events_suppressed\","
                        + "\"bound_session.suppressed.action\":\"login_refused\","
                        + "\"bound_session.suppressed.events\":70,\"bound_session.suppressed.addresses\":1,"
                        + "\"event.kind\":\"event\",\"event.category\":[\"authentication\"],"
                        + "\"event.type\":[\"start\"],\"event.outcome\":\"failure\"," + END);
    }

    @Test
    void tellsWhatItSuppressedWhenItIsClosed() {
        flood(100, "192.0.2.9");

        log.close();

        assertThat(last()).contains("\"events_suppressed\"", "\"bound_session.suppressed.events\":70");
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        for (int i = 0; i < 100_000; i++) {
            refuse("invented", "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256);
        }

        log.close();

        assertThat(last()).contains("\"bound_session.suppressed.addresses\":" + Suppressed.MAX_ADDRESSES + ",");
    }

    @Test
    void losesNoCountWithParallelWriters() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> floods = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String address = "192.0.2." + i;
            floods.add(threads.submit(() -> flood(5_000, address)));
        }
        for (Future<?> flood : floods) {
            flood.get();
        }
        threads.shutdown();

        log.close();

        Matcher suppressed = SUPPRESSED.matcher(last());
        assertThat(suppressed.find()).isTrue();
        assertThat(lines.size() - 1 + Long.parseLong(suppressed.group(1))).isEqualTo(40_000);
    }

    @Test
    void neverLeavesOutWhatFewCanCause() {
        for (int i = 0; i < 1000; i++) {
            log.write(new AuditEvent(Kind.POSSIBLE_THEFT, "alice", "192.0.2.1", "id", "another secret"));
        }

        assertThat(lines).hasSize(1000);
    }

    @Test
    void printsNothingOfAnEventItself() {
        assertThat(new AuditEvent(Kind.LOGOUT, "alice", "192.0.2.1", "0A1B2C", null).toString())
                .isEqualTo("AuditEvent LOGOUT");
    }

    /** Malformed logins, as anybody can send them without end. */
    private void flood(int events, String address) {
        for (int i = 0; i < events; i++) {
            refuse(null, address);
        }
    }

    private void refuse(String user, String address) {
        log.write(new AuditEvent(Kind.LOGIN_REFUSED, user, address, null, "refused"));
    }

    private String last() {
        return lines.get(lines.size() - 1);
    }
}
