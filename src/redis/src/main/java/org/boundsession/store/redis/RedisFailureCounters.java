package org.boundsession.store.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins in Redis, one key for each counter, which Redis removes after its window. Thread-safe. The
 * counters of an attempt are asked in one round trip, by a script each, because in a cluster they may be on different
 * servers; those of a server that is down do not block.
 *
 * <p>An index has the counters that have reached their limit. It is only for administrators, so a counter that is missing
 * in it blocks all the same.
 */
final class RedisFailureCounters implements FailureCounters {

    private static final Logger LOG = System.getLogger(RedisFailureCounters.class.getName());

    private static final String[] FIELDS = {"address", "user", "failures", "failure_limit", "window_end"};

    private static final int PAGE = 1000;
    private static final int MAX_PAGES = 100;

    private final RedisConnection redis;
    private final KeyNames names;
    private final String application;
    private final Clock clock;

    RedisFailureCounters(RedisConnection redis, KeyNames names, String application, Clock clock) {
        this.redis = redis;
        this.names = names;
        this.application = application;
        this.clock = clock;
    }

    private String name(FailureCounter counter) {
        return names.failures(counter.key(application));
    }

    private Map<FailureCounter, Long> run(Script script, List<FailureCounter> counters, Duration window) {
        String now = Long.toString(clock.millis());
        return redis.callAll(
                counters,
                this::name,
                (link, counter) -> script.send(
                        link.async(),
                        name(counter),
                        List.of(
                                now,
                                Long.toString(window.toMillis()),
                                Integer.toString(counter.limit()),
                                counter.address(),
                                Optional.ofNullable(counter.shownUser()).orElse(""))));
    }

    @Override
    public List<Duration> blocked(List<FailureCounter> counters, Duration window) {
        return durations(counters, run(FailureScripts.BLOCKED, counters, window));
    }

    private static List<Duration> durations(List<FailureCounter> counters, Map<FailureCounter, Long> blocked) {
        return counters.stream()
                .map(counter -> Duration.ofMillis(Math.max(0, blocked.getOrDefault(counter, 0L))))
                .toList();
    }

    @Override
    public List<Counted> begin(List<FailureCounter> counters, Duration window) {
        Map<FailureCounter, Long> results = run(FailureScripts.BEGIN, counters, window);
        Map<FailureCounter, Long> ends = new HashMap<>();
        results.forEach((counter, result) -> {
            if (result < 0) {
                ends.put(counter, -result / 2);
            }
        });
        List<Counted> begun = Counted.all(counters, durations(counters, results), ends);
        if (begun.stream().anyMatch(counted -> !counted.blocked().isZero())) {
            takeBack(begun.stream().filter(Counted::isCounted).toList());
            return Counted.all(counters, durations(counters, results), Map.of());
        }
        begun.stream()
                .filter(counted -> reached(results.get(counted.counter())))
                .forEach(this::list);
        return begun;
    }

    /** What cannot be taken back now counts until its window ends, but the caller has to know of the block. */
    private void takeBack(List<Counted> begun) {
        try {
            end(begun, List.of());
        } catch (StoreUnavailableException e) {
            LOG.log(Level.DEBUG, "An attempt at a blocked login is not taken back, because {0}", e.getMessage());
        }
    }

    private static boolean reached(@Nullable Long result) {
        return result != null && result % 2 != 0;
    }

    private void list(Counted counted) {
        List<String> entry = List.of(
                Long.toString(clock.millis()),
                Long.toString(counted.windowEnd()),
                counted.counter().key(application));
        try {
            redis.call(names.throttled(), link -> Script.INDEX.run(link.sync(), names.throttled(), entry));
        } catch (StoreUnavailableException notListed) {
            // The attempt is counted, and its caller has to know that to take it back.
            LOG.log(Level.DEBUG, "A blocked login is not listed, because {0}", notListed.getMessage());
        }
    }

    @Override
    public List<Counted> end(List<Counted> takenBack, List<Counted> cleared) {
        List<Counted> all = Stream.concat(takenBack.stream(), cleared.stream()).toList();
        Pipeline.Failed<Counted> failed = redis.tryAll(
                all,
                counted -> name(counted.counter()),
                (link, counted) -> (cleared.contains(counted) ? FailureScripts.CLEAR : FailureScripts.TAKE_BACK)
                        .send(link.async(), name(counted.counter()), List.of(Long.toString(counted.windowEnd()))));
        return Stream.concat(
                        failed.unexecuted().stream(),
                        failed.unanswered().stream().filter(cleared::contains))
                .toList();
    }

    @Override
    public List<BlockedLogins> findBlocked(int max) {
        return entries(page(0, max)).values().stream()
                .sorted(Comparator.comparing(BlockedLogins::remaining).reversed())
                .toList();
    }

    /** Returns keys of blocked counters, those that wait longest first. */
    private List<String> page(int offset, int max) {
        Range<Double> present = Range.create((double) clock.millis(), Double.POSITIVE_INFINITY);
        return redis.call(
                names.throttled(),
                link -> link.sync().zrevrangebyscore(names.throttled(), present, Limit.create(offset, max)));
    }

    private Map<String, BlockedLogins> entries(List<String> keys) {
        long now = clock.millis();
        Map<String, List<KeyValue<String, String>>> found = keys.isEmpty()
                ? Map.of()
                : redis.callAll(
                        keys, names::failures, (link, key) -> link.async().hmget(names.failures(key), FIELDS));
        return found.entrySet().stream()
                .flatMap(entry ->
                        read(entry.getValue(), now).stream().map(blocked -> Map.entry(entry.getKey(), blocked)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Empty if the counter has not reached its limit, is gone, or cannot be read. */
    private static Optional<BlockedLogins> read(List<KeyValue<String, String>> fields, long now) {
        if (!fields.stream().allMatch(KeyValue::hasValue)) {
            return Optional.empty();
        }
        String user = fields.get(1).getValue();
        long failures = number(fields.get(2));
        long remaining = number(fields.get(4)) - now;
        return failures >= number(fields.get(3)) && remaining > 0
                ? Optional.of(new BlockedLogins(
                        fields.get(0).getValue(),
                        user.isEmpty() ? null : user,
                        (int) Math.min(failures, Integer.MAX_VALUE),
                        Duration.ofMillis(remaining)))
                : Optional.empty();
    }

    private static long number(KeyValue<String, String> field) {
        String text = field.getValue();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    @Override
    public int lift(String address, @Nullable String user) {
        FailureCounter counter = new FailureCounter(address, user, 1);
        String own = counter.key(application);
        Set<String> blocked = new HashSet<>(entries(List.of(own)).keySet());
        if (user == null) {
            blocked.addAll(find(login -> login.address().equals(address)));
        } else if (user.length() >= FailureCounter.MAX_NAME_LENGTH - 1) {
            blocked.addAll(find(login -> login.address().equals(address)
                    && FailureCounter.shown(user).equals(login.user())));
        }
        List<String> lifted =
                Stream.concat(Stream.of(own), blocked.stream()).distinct().toList();
        redis.callAll(lifted, names::failures, (link, key) -> link.async().del(names.failures(key)));
        redis.call(names.throttled(), link -> link.sync().zrem(names.throttled(), lifted.toArray(String[]::new)));
        return blocked.size();
    }

    /** Looks at a bounded number of blocked counters, because each failed login may add one. */
    private Set<String> find(Predicate<BlockedLogins> wanted) {
        Set<String> found = new HashSet<>();
        List<String> keys;
        int offset = 0;
        do {
            keys = page(offset, PAGE);
            entries(keys).forEach((key, blocked) -> {
                if (wanted.test(blocked)) {
                    found.add(key);
                }
            });
            offset += PAGE;
        } while (keys.size() == PAGE && offset < MAX_PAGES * PAGE);
        return found;
    }

    /** Redis removes them. */
    @Override
    public void deleteExpired() {}
}
