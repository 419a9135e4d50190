package org.boundsession.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.Suppressed.Count;

/**
 * Writes each event as one line to the logger {@code org.boundsession.audit}. Thread-safe.
 *
 * <p>Kinds of events that clients can cause in any number are rate-limited to {@value KindBudget#LINES_PER_MINUTE}
 * lines a minute, with a bounded {@link Share} for each address, network and user, so that a flood neither fills a
 * disk nor hides other events. The number of suppressed events and of their addresses is reported with the next line
 * of the kind after the minute, or by {@link #flush} or {@link #close} if there is none.
 */
public final class AuditLog implements AutoCloseable {

    private static final int MAX_NAME_LENGTH = 255;

    /** Receives the lines. */
    @FunctionalInterface
    interface Lines {
        /** Never throws: no request fails because its event cannot be logged. */
        void write(String line);

        /** Checks whether lines were lost. */
        default void check(Instant now) {}
    }

    private final Clock clock;
    private final UnaryOperator<String> spelling;
    private final Lines lines;
    private final Map<Kind, KindBudget> budgets;
    private final KnownUsers known = new KnownUsers();

    /** @param spelling returns the spelling of a user name under which its events are counted */
    public AuditLog(Clock clock, UnaryOperator<String> spelling) {
        this(clock, spelling, LoggedLines.toAuditLogger());
    }

    AuditLog(Clock clock, UnaryOperator<String> spelling, Lines lines) {
        this.clock = clock;
        this.spelling = spelling;
        this.lines = lines;
        Map<Kind, KindBudget> byKind = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (kind.floods()) {
                byKind.put(kind, new KindBudget());
            }
        }
        budgets = Collections.unmodifiableMap(byKind);
    }

    void write(AuditEvent event) {
        Instant now = clock.instant();
        KindBudget budget = budgets.get(event.kind());
        if (budget != null) {
            writeWithin(budget, event, now);
            return;
        }
        if (event.kind() == Kind.LOGIN_GRANTED) {
            known.add(counted(event));
        }
        lines.write(AuditLine.of(event, now, Count.NONE));
    }

    private void writeWithin(KindBudget budget, AuditEvent event, Instant now) {
        String user = counted(event);
        List<Share> shares = Share.of(event, user);
        // An event with a session has a user who exists, even if the login was at another node.
        boolean isOfKnownUser = event.session() != null || known.contains(user);
        budget.spend(now.toEpochMilli(), shares, isOfKnownUser)
                .ifPresent(suppressed -> lines.write(AuditLine.of(event, now, suppressed)));
    }

    /** Returns the name under which the event's user is counted; empty if the event names none. */
    private String counted(AuditEvent event) {
        String user = event.user();
        if (user == null) {
            return "";
        }
        return spelling.apply(user.length() <= MAX_NAME_LENGTH ? user : user.substring(0, MAX_NAME_LENGTH));
    }

    /**
     * Reports the events that were suppressed before this minute and are not reported yet, and lost lines. Called
     * every few seconds.
     */
    public void flush() {
        Instant now = clock.instant();
        lines.check(now);
        budgets.forEach((kind, budget) -> report(kind, now, budget.takeSuppressed(now.toEpochMilli())));
    }

    /** Reports all suppressed events that are not reported yet. */
    @Override
    public void close() {
        Instant now = clock.instant();
        budgets.forEach((kind, budget) -> report(kind, now, budget.takeAllSuppressed()));
    }

    private void report(Kind kind, Instant now, Count suppressed) {
        if (!suppressed.isNone()) {
            lines.write(AuditLine.ofSuppressed(kind, now, suppressed));
        }
    }
}
