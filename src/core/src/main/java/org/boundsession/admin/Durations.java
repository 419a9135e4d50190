package org.boundsession.admin;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of durations in seconds. Thread-safe; recording is two additions of {@link LongAdder}, without a lock and
 * without allocation, which the library's own histogram does not promise. The count is the sum of the buckets, so that
 * a histogram costs a request no more than a count and a sum would.
 */
final class Durations implements Collector {

    /** For calls of the store and of HTTP clients: a guarded request takes less than a millisecond. */
    static final double[] CALLS = {0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10};

    /** For bcrypt: about 60 ms at cost 10, and twice as much with each step. */
    static final double[] HASHES = {0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2};

    private final MetricMetadata metadata;
    private final String[] labels;
    private final double[] bounds;
    private final long[] boundNanos;
    private final Collection<Series> series = new ConcurrentLinkedQueue<>();

    /** @param bounds the inclusive upper bounds of the buckets in seconds, ascending */
    Durations(String name, String help, double[] bounds, String... labels) {
        this.metadata = new MetricMetadata(name, help);
        this.labels = labels.clone();
        this.bounds = new double[bounds.length + 1];
        this.boundNanos = new long[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            this.bounds[i] = bounds[i];
            boundNanos[i] = Math.round(bounds[i] * TimeUnit.SECONDS.toNanos(1));
        }
        this.bounds[bounds.length] = Double.POSITIVE_INFINITY;
    }

    /** Adds the series with these values of the labels. The caller keeps it, and adds none twice. */
    Series series(String... values) {
        Series added = new Series(Labels.of(labels, values));
        series.add(added);
        return added;
    }

    /** The durations with one set of labels. Thread-safe. */
    final class Series {

        private final Labels values;
        private final LongAdder[] buckets = new LongAdder[bounds.length];
        private final LongAdder sum = new LongAdder();

        private Series(Labels values) {
            this.values = values;
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        void record(long nanos) {
            int bucket = 0;
            while (bucket < boundNanos.length && nanos > boundNanos[bucket]) {
                bucket++;
            }
            buckets[bucket].increment();
            sum.add(nanos);
        }

        private HistogramDataPointSnapshot snapshot() {
            long[] counts = new long[buckets.length];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = buckets[i].sum();
            }
            double seconds = sum.sum() / (double) TimeUnit.SECONDS.toNanos(1);
            return new HistogramDataPointSnapshot(
                    ClassicHistogramBuckets.of(bounds, counts), seconds, values, Exemplars.EMPTY, 0);
        }
    }

    @Override
    public HistogramSnapshot collect() {
        return new HistogramSnapshot(
                metadata, series.stream().map(Series::snapshot).toList());
    }

    @Override
    public String getPrometheusName() {
        return metadata.getPrometheusName();
    }
}
