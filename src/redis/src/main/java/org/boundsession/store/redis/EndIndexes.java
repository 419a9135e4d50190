package org.boundsession.store.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;

/**
 * Sorted sets of session keys by absolute end: one for each user, and sixteen for all sessions. Thread-safe.
 *
 * <p>An entry is written before its session and removed with it, or after its absolute end.
 */
final class EndIndexes {

    /** More sessions than a page has end in one millisecond only if somebody has written them. */
    private static final int MAX_ROUNDS = 6;

    private final RedisConnection redis;
    private final Clock clock;

    EndIndexes(RedisConnection redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    void add(StoredSession session, String index) {
        List<String> entry = List.of(
                Long.toString(clock.millis()),
                Long.toString(session.endTime()),
                session.key().hex());
        redis.call(index, link -> Script.INDEX.run(link.sync(), index, entry));
    }

    /**
     * Returns the first entries of several indexes after a position, in the order of a list of sessions. Takes one round
     * trip, and further ones if many sessions end in the same millisecond.
     *
     * @throws StoreUnavailableException if the server of an index is down, because the list would lack its sessions
     */
    List<Position> after(Position start, Collection<String> indexes, int limit) {
        Range<Double> ends = ends(start);
        List<Position> found = new ArrayList<>();
        Collection<String> unfinished = indexes;
        // One more than the limit, because the entry at the position is the first of one index.
        int size = limit + 1;
        for (int i = 0, offset = 0; i < MAX_ROUNDS && !unfinished.isEmpty(); i++) {
            int wanted = size;
            List<String> next = new ArrayList<>();
            batches(unfinished, ends, Limit.create(offset, wanted)).forEach((index, batch) -> {
                List<Position> after = positions(batch)
                        .filter(position -> position.compareTo(start) > 0)
                        .toList();
                found.addAll(after);
                if (batch.size() == wanted && after.size() < limit) {
                    next.add(index);
                }
            });
            unfinished = next;
            offset += size;
            size *= 2;
        }
        return found.stream().distinct().sorted().limit(limit).toList();
    }

    private Map<String, List<ScoredValue<String>>> batches(
            Collection<String> indexes, Range<Double> ends, Limit range) {
        Map<String, List<ScoredValue<String>>> batches = redis.callAll(
                indexes, index -> index, (link, index) -> link.async().zrevrangebyscoreWithScores(index, ends, range));
        if (batches.size() < indexes.size()) {
            throw RedisFailures.partOfList();
        }
        return batches;
    }

    /** Skips ends that no live session has, of which somebody may have written many. */
    private Range<Double> ends(Position start) {
        long now = clock.millis();
        long latest = Math.min(start.endTime(), now + ExpiryIndexes.TIME_TO_LIVE.toMillis());
        return Range.from(Range.Boundary.excluding((double) now), Range.Boundary.including((double) latest));
    }

    private static Stream<Position> positions(List<ScoredValue<String>> batch) {
        return batch.stream()
                .flatMap(entry ->
                        SessionKey.ofHex(entry.getValue())
                                .map(key -> new Position((long) entry.getScore(), key.hex()))
                                .stream());
    }
}
