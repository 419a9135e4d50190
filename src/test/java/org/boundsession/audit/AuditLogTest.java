package org.boundsession.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.boundsession.audit.AuditEvent.Kind;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private Clock now = Clock.fixed(NOON, ZoneOffset.UTC);
    private final AuditLog log = new AuditLog(
            new Clock() {
                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now.instant();
                }
            },
            lines::add);

    @Test
    void writesOneLineOfJson() {
        log.write(AuditEvent.of(Kind.LOGIN_GRANTED, "alice", "192.0.2.1", "0A1B2C", null));

        assertThat(lines)
                .containsExactly("{\"time\":\"2026-01-31T12:00:00.000Z\",\"event\":\"login_granted\",\"user\":\"alice\","
                        + "\"client\":\"192.0.2.1\",\"session\":\"6a5d2d0c64b3d3b5\"}"
                                .replace("6a5d2d0c64b3d3b5", digestOf("0A1B2C")));
    }

    @Test
    void writesThreeDigitsOfTheSecondWhateverTheyAre() {
        now = Clock.fixed(NOON.plusNanos(120_456_789), ZoneOffset.UTC);
        log.write(new AuditEvent(Kind.STORE_UP, null, null, null, null));

        assertThat(lines.get(0)).contains("\"time\":\"2026-01-31T12:00:00.120Z\"");
    }

    private static String digestOf(String id) {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(id.getBytes());
            return java.util.HexFormat.of().formatHex(digest, 0, 8);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        log.write(new AuditEvent(Kind.SESSION_EXPIRED, "alice", null, null, null));

        assertThat(lines.get(0)).doesNotContain("client", "session\"", "reason", "null");
    }

    @Test
    void letsNoNameForgeALineOrSteerATerminal() {
        log.write(new AuditEvent(
                Kind.LOGIN_REFUSED, "a\r\n{\"event\":\"logout\"}\u001b[2J\u2028\u202e\u00fc", "192.0.2.1", null, "x"));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).matches("[\\x20-\\x7E]+").contains("\\r\\n{\\\"event\\\"", "\\u001B[2J", "\\u2028");
    }

    @Test
    void cutsLongNamesAndNoCharacterInHalf() {
        String name = "x".repeat(127) + "\ud83d\ude00".repeat(4000);
        log.write(new AuditEvent(Kind.LOGIN_REFUSED, name, "192.0.2.1", null, "y"));

        assertThat(lines.get(0)).hasSizeLessThan(400).contains("x...").doesNotContain("uD83D");
    }

    @Test
    void boundsTheLinesOfAFloodAndSaysHowManyItLeftOut() {
        for (int i = 0; i < 10_000; i++) {
            log.write(new AuditEvent(Kind.LOGIN_REFUSED, "mallory", "192.0.2.9", null, "flood"));
        }
        log.write(new AuditEvent(Kind.POSSIBLE_THEFT, "alice", "192.0.2.1", "id", "another secret"));
        now = Clock.offset(now, Duration.ofMinutes(1));
        log.write(new AuditEvent(Kind.LOGIN_REFUSED, "mallory", "192.0.2.9", null, "flood"));
        log.write(new AuditEvent(Kind.LOGIN_REFUSED, "mallory", "192.0.2.9", null, "flood"));

        assertThat(lines).hasSize(AuditLog.LINES_PER_MINUTE + 3);
        assertThat(lines.get(AuditLog.LINES_PER_MINUTE)).contains("possible_theft");
        assertThat(lines.get(AuditLog.LINES_PER_MINUTE + 1)).contains("\"left_out_before\":9700");
        assertThat(lines.get(AuditLog.LINES_PER_MINUTE + 2)).doesNotContain("left_out_before");
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
}
