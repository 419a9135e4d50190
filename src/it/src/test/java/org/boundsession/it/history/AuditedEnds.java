package org.boundsession.it.history;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.boundsession.store.SessionKey;

/** Counts the ends of each session in the audit logs. */
final class AuditedEnds {

    private static final int DIGITS = 16;
    private static final Pattern SESSION = Pattern.compile("\"session.id\":\"([0-9a-f]+)\"");
    private static final Pattern END = Pattern.compile(
            "\"event.action\":\"(?:logout|possible_theft|session_expired|session_replaced|session_revoked)\"");

    private final Map<String, Long> ends;

    AuditedEnds(String auditLogs) {
        ends = auditLogs
                .lines()
                .filter(line -> END.matcher(line).find())
                .map(SESSION::matcher)
                .filter(Matcher::find)
                .collect(Collectors.groupingBy(session -> session.group(1), Collectors.counting()));
    }

    long of(KnownSession session) {
        String name = SessionKey.of(session.cookie()).hex().substring(0, DIGITS);
        return ends.getOrDefault(name, 0L);
    }

    /** Sessions that live and have an end, and others that have none or several. */
    List<String> wrong(List<KnownSession> sessions, Predicate<KnownSession> isLive) {
        return sessions.stream()
                .filter(session -> of(session) != (isLive.test(session) ? 0 : 1))
                .map(session -> session + " lives: " + isLive.test(session) + ", ends told: " + of(session))
                .toList();
    }
}
