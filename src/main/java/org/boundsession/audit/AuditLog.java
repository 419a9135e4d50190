package org.boundsession.audit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.boundsession.audit.AuditEvent.Kind;

/**
 * Writes each event as one line to the logger {@code org.boundsession.audit}. Thread-safe.
 *
 * <p>Of a kind that anybody can cause, at most {@value #LINES_PER_MINUTE} lines are written a minute; the next line of that
 * kind after the minute says how many were left out. A flood neither fills a disk nor drowns the other kinds.
 */
public final class AuditLog {

    static final int LINES_PER_MINUTE = 300;

    private static final String NAME = "org.boundsession.audit";
    private static final long MINUTE = 60_000;

    private final Clock clock;
    private final Consumer<String> lines;
    private final Map<Kind, Budget> budgets;

    public AuditLog(Clock clock) {
        this(clock, toLogger(System.getLogger(NAME)));
    }

    AuditLog(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
        Map<Kind, Budget> byKind = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            byKind.put(kind, new Budget(kind.floods() ? LINES_PER_MINUTE : Integer.MAX_VALUE));
        }
        budgets = Collections.unmodifiableMap(byKind);
    }

    private static Consumer<String> toLogger(Logger logger) {
        // Without parameters, so that no brace of a line is a placeholder.
        return line -> logger.log(Level.INFO, line);
    }

    public void write(AuditEvent event) {
        long now = clock.millis();
        long leftOut = Objects.requireNonNull(budgets.get(event.kind())).spend(now);
        if (leftOut != Budget.EXHAUSTED) {
            lines.accept(AuditLine.of(event, clock.instant(), leftOut));
        }
    }

    /** How many lines of one kind may still be written this minute. */
    private static final class Budget {

        static final long EXHAUSTED = -1;

        private final int most;
        private long minute;
        private long spent;

        Budget(int most) {
            this.most = most;
        }

        /** Returns how many events were left out before this one, or {@link #EXHAUSTED} where this one is, too. */
        synchronized long spend(long now) {
            long leftOut = 0;
            if (now / MINUTE != minute) {
                leftOut = Math.max(0, spent - most);
                minute = now / MINUTE;
                spent = 0;
            }
            spent++;
            return spent > most ? EXHAUSTED : leftOut;
        }
    }
}
