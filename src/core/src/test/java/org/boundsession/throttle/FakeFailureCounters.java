package org.boundsession.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** Counters in memory, whose store can fail. Not thread-safe. */
final class FakeFailureCounters implements FailureCounters {

    private record Count(int failures, long start, Duration window) {}

    private final Map<FailureCounter, Count> counts = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final LongSupplier nanoTime;
    private boolean up = true;
    private boolean refuses;
    private boolean isMute;
    private boolean isPartlyDown;

    FakeFailureCounters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isUp() {
        return up;
    }

    void down() {
        up = false;
    }

    void up() {
        up = true;
        refuses = false;
        isMute = false;
        isPartlyDown = false;
    }

    /** Executes ends without a response. */
    void mute() {
        isMute = true;
    }

    /** The servers of all counters are down, others are not. */
    void partlyDown() {
        isPartlyDown = true;
    }

    void refuse() {
        refuses = true;
    }

    List<String> calls() {
        return calls;
    }

    private void called(String name) {
        calls.add(name);
        if (!up || refuses) {
            throw StoreUnavailableException.failed("refused by the test", null);
        }
    }

    @Override
    public List<Counted> begin(List<FailureCounter> counters, Duration window) {
        called("begin");
        List<Duration> blocked = counters.stream().map(this::blocked).toList();
        if (blocked.stream().allMatch(Duration::isZero)) {
            counters.forEach(counter -> counts.put(
                    counter,
                    find(counter) == null
                            ? new Count(1, nanoTime.getAsLong(), window)
                            : new Count(
                                    find(counter).failures() + 1, find(counter).start(), window)));
        }
        boolean counted = blocked.stream().allMatch(Duration::isZero);
        return counters.stream()
                .map(counter -> new Counted(counter, blocked(counter, blocked, counters), counted ? 1 : 0))
                .toList();
    }

    private static Duration blocked(FailureCounter counter, List<Duration> blocked, List<FailureCounter> counters) {
        return blocked.get(counters.indexOf(counter));
    }

    private @Nullable Count find(FailureCounter counter) {
        Count count = counts.get(counter);
        return count == null || left(count).isZero() ? null : count;
    }

    private Duration left(Count count) {
        Duration left = count.window().minusNanos(nanoTime.getAsLong() - count.start());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration blocked(FailureCounter counter) {
        Count count = find(counter);
        return count == null || count.failures() < counter.limit() ? Duration.ZERO : left(count);
    }

    @Override
    public List<Duration> blocked(List<FailureCounter> counters, Duration window) {
        called("blocked");
        return counters.stream().map(this::blocked).toList();
    }

    @Override
    public List<Counted> end(List<Counted> takenBack, List<Counted> cleared) {
        called("end");
        if (isPartlyDown) {
            return Stream.concat(takenBack.stream(), cleared.stream()).toList();
        }
        takenBack.forEach(counted -> counts.computeIfPresent(
                counted.counter(),
                (key, count) ->
                        count.failures() == 1 ? null : new Count(count.failures() - 1, count.start(), count.window())));
        cleared.forEach(counted -> counts.remove(counted.counter()));
        if (isMute) {
            throw StoreUnavailableException.unreachable("no response", null);
        }
        return List.of();
    }

    @Override
    public List<BlockedLogins> findBlocked(int max) {
        called("findBlocked");
        return counts.entrySet().stream()
                .filter(entry -> !blocked(entry.getKey()).isZero())
                .map(entry -> new BlockedLogins(
                        entry.getKey().address(),
                        entry.getKey().user(),
                        entry.getValue().failures(),
                        left(entry.getValue())))
                .toList();
    }

    @Override
    public int lift(String address, @Nullable String user) {
        called("lift");
        List<FailureCounter> lifted = counts.keySet().stream()
                .filter(counter ->
                        counter.address().equals(address) && (user == null || Objects.equals(counter.user(), user)))
                .toList();
        int blocked = (int)
                lifted.stream().filter(counter -> !blocked(counter).isZero()).count();
        lifted.forEach(counts::remove);
        return blocked;
    }

    @Override
    public void deleteExpired() {
        called("deleteExpired");
    }
}
