package org.boundsession.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.boundsession.bulkhead.HashingLane;

/** The time of slow hashing, and how full the lanes for it are. Thread-safe. */
public final class HashingFigures {

    private final Map<String, HashingLane> lanes = new LinkedHashMap<>();
    private final Durations.Series hashes;

    /**
     * @param sessions the lane in which secrets of sessions are hashed
     * @param realm the lane in which the container's realm checks credentials
     */
    public HashingFigures(Metrics metrics, HashingLane sessions, HashingLane realm) {
        lanes.put("sessions", sessions);
        lanes.put("realm", realm);
        hashes = metrics.durations(
                        "bound_session_hashing_seconds", "Time of hashing a secret with bcrypt", Durations.HASHES)
                .series();
        metrics.gauges(
                "bound_session_hashing_running", "Places in use", "lane", ofEach(lane -> lane.width() - lane.free()));
        metrics.gauges("bound_session_hashing_waiting", "Requests that wait", "lane", ofEach(HashingLane::waiting));
        metrics.counters(
                "bound_session_hashing_refused_total",
                "Requests that found no place in time and were answered busy",
                "lane",
                ofEach(HashingLane::refused));
    }

    private Map<String, LongSupplier> ofEach(ToLongFunction<HashingLane> figure) {
        Map<String, LongSupplier> figures = new LinkedHashMap<>();
        lanes.forEach((name, lane) -> figures.put(name, () -> figure.applyAsLong(lane)));
        return figures;
    }

    /** Records the time of one slow hash, in nanoseconds. */
    public void record(long nanos) {
        hashes.record(nanos);
    }

    public long running() {
        return sum(lane -> lane.width() - lane.free());
    }

    public long waiting() {
        return sum(HashingLane::waiting);
    }

    long refused() {
        return sum(HashingLane::refused);
    }

    private long sum(ToLongFunction<HashingLane> figure) {
        return lanes.values().stream().mapToLong(figure).sum();
    }
}
