package org.boundsession.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.boundsession.session.Requester;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    @Test
    void readsGaugesAndCountersWhenItIsAsked() {
        AtomicLong value = new AtomicLong(1);
        metrics.gauge("bound_session_things", "Things", value::get);
        metrics.counter("bound_session_events_total", "Events", value::get);

        value.set(7);

        assertThat(Scrape.of(metrics).lines())
                .contains(
                        "# HELP bound_session_things Things",
                        "# TYPE bound_session_things gauge",
                        "bound_session_things 7.0",
                        "# TYPE bound_session_events_total counter",
                        "bound_session_events_total 7.0");
    }

    @Test
    void escapesWhatALabelSays() {
        metrics.info("bound_session_build_info", "Build", Map.of("version", "1\n\"2\""));

        assertThat(Scrape.of(metrics).lines()).contains("bound_session_build_info{version=\"1\\n\\\"2\\\"\"} 1.0");
    }

    /** Several WARs of one process have the same names. */
    @Test
    void sharesNothingWithOtherApplications() {
        Metrics other = new Metrics();
        new MeteredEvents(metrics).loginRefused("alice", new Requester("192.0.2.1", null));
        new MeteredEvents(other);

        assertThat(Scrape.of(metrics).lines()).contains("bound_session_logins_total{outcome=\"refused\"} 1.0");
        assertThat(Scrape.of(other).lines()).contains("bound_session_logins_total{outcome=\"refused\"} 0.0");
    }
}
