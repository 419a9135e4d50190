package org.boundsession.admin;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The metrics of this application, in a registry of its own, because several applications may share a process. Names
 * follow the conventions of Prometheus. Thread-safe.
 */
public final class Metrics {

    /** The content type of {@link #writeTo}. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** Without the process's own configuration of the library: no property of another application changes a metric. */
    private static final PrometheusProperties DEFAULTS =
            PrometheusProperties.builder().build();

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    /** Writes all metrics in the text format of Prometheus, version 0.0.4, in UTF-8. */
    public void writeTo(OutputStream out) throws IOException {
        writer.write(out, registry.scrape());
    }

    /** Adds a gauge that is read with each request for the metrics. */
    public void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder(DEFAULTS)
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsLong()))
                .register(registry);
    }

    /** Adds a counter that is read with each request for the metrics. */
    public void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder(DEFAULTS)
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsLong()))
                .register(registry);
    }

    /** Adds a gauge that always is 1 and whose labels are the information. */
    public void info(String name, String help, Map<String, String> labels) {
        String[] values = labels.values().toArray(String[]::new);
        GaugeWithCallback.builder(DEFAULTS)
                .name(name)
                .help(help)
                .labelNames(labels.keySet().toArray(String[]::new))
                .callback(callback -> callback.call(1, values))
                .register(registry);
    }

    /** Adds a gauge with a value for each value of one label. */
    void gauges(String name, String help, String label, Map<String, LongSupplier> values) {
        GaugeWithCallback.builder(DEFAULTS)
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.forEach((key, value) -> callback.call(value.getAsLong(), key)))
                .register(registry);
    }

    /** As {@link #gauges}, for values that only grow. */
    void counters(String name, String help, String label, Map<String, LongSupplier> values) {
        CounterWithCallback.builder(DEFAULTS)
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.forEach((key, value) -> callback.call(value.getAsLong(), key)))
                .register(registry);
    }

    /** Without exemplars, whose sampling costs a request time and a thread. */
    Counter counter(String name, String help, String... labels) {
        return Counter.builder(DEFAULTS)
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    Durations durations(String name, String help, double[] bounds, String... labels) {
        Durations durations = new Durations(name, help, bounds, labels);
        registry.register(durations);
        return durations;
    }
}
