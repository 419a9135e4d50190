package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.boundsession.session.Origin;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page costs the same for any number of sessions. */
@Timeout(150)
public abstract class ListCostContract {

    /** Set this property to a million to measure what an installation of that size would see. */
    protected static final int MANY = Integer.getInteger("listed.sessions", 200_000);

    protected static final int FEW = 1_000;
    protected static final String OF_MANY = "/many";
    protected static final String OF_FEW = "/few";

    /** All sessions are of this user, which is the worst case for an index on the user. */
    protected static final String USER = "alice";

    /** The ends are some milliseconds apart, so that the last one of a million is within the absolute timeout. */
    protected static final int STEP_MILLIS = 3;

    private static final int PAGE = 50;
    private static final int WARM_UPS = 100;
    private static final int ROUNDS = 200;
    private static final int MAX_RATIO = 3;
    private static final Duration ABSOLUTE = Duration.ofHours(1);

    protected final MovableClock clock = MovableClock.atPresent();

    /** Returns a store with this many sessions, which {@link #session} describes. */
    protected abstract SessionStore filled(String application, int sessions, Clock clock) throws Exception;

    /** Returns the session that ends first of those in a store; the others end some milliseconds later each. */
    protected final StoredSession session(int sessions) {
        long now = clock.millis();
        long end = now + ABSOLUTE.toMillis() - (long) STEP_MILLIS * sessions;
        Grant grant = new Grant(USER, "general", "{secret}0a1b2c3d:hash", now, end, new Origin("192.0.2.1", "b", "n"));
        return new StoredSession(
                SessionKey.of("first"), grant, now, Duration.ofDays(1).toMillis(), 0, Map.of(), 1, "2:0a1b2c3d:mac");
    }

    @Test
    void readsAPageOfManySessionsAsQuicklyAsOneOfFew() throws Exception {
        try (SessionStore few = filled(OF_FEW, FEW, clock);
                SessionStore many = filled(OF_MANY, MANY, clock)) {
            for (Optional<String> user : List.of(Optional.<String>empty(), Optional.of(USER))) {
                for (double depth : new double[] {0, 0.5, 0.9}) {
                    compare(few, page(user, FEW, depth), many, page(user, MANY, depth));
                }
            }
        }
    }

    protected final SessionQuery page(Optional<String> user, int sessions, double depth) {
        long end = session(sessions).endTime() + Math.round((1 - depth) * sessions) * STEP_MILLIS;
        return new SessionQuery(
                user, depth == 0 ? Optional.empty() : Optional.of(new Position(end, "8".repeat(64))), PAGE);
    }

    private static void compare(SessionStore few, SessionQuery ofFew, SessionStore many, SessionQuery ofMany) {
        long[] nanosOfFew = new long[ROUNDS];
        long[] nanosOfMany = new long[ROUNDS];
        for (int i = -WARM_UPS; i < ROUNDS; i++) {
            long first = nanos(few, ofFew);
            long second = nanos(many, ofMany);
            if (i >= 0) {
                nanosOfFew[i] = first;
                nanosOfMany[i] = second;
            }
        }
        long microsOfFew = median(nanosOfFew) / 1000;
        long microsOfMany = median(nanosOfMany) / 1000;
        System.out.println("a page of " + FEW + ": " + microsOfFew + " us, of " + MANY + ": " + microsOfMany + " us");
        assertThat(microsOfMany).isLessThanOrEqualTo(MAX_RATIO * microsOfFew);
    }

    private static long nanos(SessionStore store, SessionQuery query) {
        long start = System.nanoTime();
        StoredPage page = store.list(query);
        long nanos = System.nanoTime() - start;
        assertThat(page.sessions()).hasSize(PAGE);
        return nanos;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
