package org.boundsession.audit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes lines to a logger, and reports lost lines on another logger. Thread-safe.
 *
 * <p>A line is known to be lost if a handler of the logger throws, or if the logger's file does not grow. The latter
 * is needed because Tomcat's handlers write through a {@code PrintWriter} and never call its {@code checkError}: if
 * the disk is full, neither the caller nor the {@code ErrorManager} is notified. See {@link JuliLogFile} for the files
 * that are watched.
 */
final class LoggedLines implements AuditLog.Lines {

    private static final String AUDIT_LOGGER = "org.boundsession.audit";

    /** Not a child of the audit logger, whose handlers would write to the same full disk. */
    private static final String ALARM_LOGGER = "org.boundsession";

    private static final Duration ALARM_PAUSE = Duration.ofMinutes(1);

    private final Logger logger;
    private final Consumer<String> alarm;
    private final Optional<FileGrowth> file;
    private final AtomicLong lost = new AtomicLong();
    private Instant nextAlarm = Instant.MIN;

    LoggedLines(Logger logger, Optional<FileGrowth> file, Consumer<String> alarm) {
        this.logger = logger;
        this.file = file;
        this.alarm = alarm;
    }

    static LoggedLines toAuditLogger() {
        Logger alarm = System.getLogger(ALARM_LOGGER);
        return new LoggedLines(
                System.getLogger(AUDIT_LOGGER),
                JuliLogFile.ofLogger(AUDIT_LOGGER).map(FileGrowth::new),
                text -> alarm.log(Level.ERROR, text));
    }

    @Override
    public void write(String line) {
        if (!logger.isLoggable(Level.INFO)) {
            return;
        }
        // The line is ASCII, plus a line feed. A formatter may add further text.
        int bytes = line.length() + 1;
        file.ifPresent(growth -> growth.expect(bytes));
        try {
            // Without parameters, braces in the line are not placeholders.
            logger.log(Level.INFO, line);
        } catch (RuntimeException e) {
            file.ifPresent(growth -> growth.retract(bytes));
            lost.incrementAndGet();
        }
    }

    /** Checks for lost lines and reports them, at most once a minute. */
    @Override
    public synchronized void check(Instant now) {
        file.ifPresent(growth -> lost.addAndGet(growth.missing()));
        if (lost.get() > 0 && !now.isBefore(nextAlarm)) {
            nextAlarm = now.plus(ALARM_PAUSE);
            String cause = file.map(growth -> growth + " cannot be written: check the free space of its disk")
                    .orElse("A handler of the logger " + AUDIT_LOGGER + " failed: check its configuration");
            alarm.accept("Lost audit events: " + lost.getAndSet(0) + ". " + cause);
        }
    }
}
