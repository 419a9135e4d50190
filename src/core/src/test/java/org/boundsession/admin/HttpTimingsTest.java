package org.boundsession.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HttpTimingsTest {

    private static final String NAME = "bound_session_http_requests_seconds";

    private final Metrics metrics = new Metrics();
    private final HttpTimings timings = new HttpTimings(metrics);

    @Test
    void countsRequestsByEndpointAndStatus() {
        timings.record("EmployeesServlet", 200, TimeUnit.MILLISECONDS.toNanos(2));
        timings.record("EmployeesServlet", 200, TimeUnit.MILLISECONDS.toNanos(3));
        timings.record("EmployeesServlet", 401, TimeUnit.SECONDS.toNanos(20));

        String employees = "{endpoint=\"EmployeesServlet\",status=";
        assertThat(Scrape.of(metrics).lines())
                .contains(
                        NAME + "_count" + employees + "\"200\"} 2",
                        NAME + "_sum" + employees + "\"200\"} 0.005",
                        NAME + "_bucket" + employees + "\"200\",le=\"0.001\"} 0",
                        NAME + "_bucket" + employees + "\"200\",le=\"0.005\"} 2",
                        NAME + "_bucket" + employees + "\"401\",le=\"10.0\"} 0",
                        NAME + "_bucket" + employees + "\"401\",le=\"+Inf\"} 1");
    }

    @Test
    void includesTheBoundOfABucketInIt() {
        timings.record("LoginServlet", 200, TimeUnit.MILLISECONDS.toNanos(1));

        assertThat(Scrape.of(metrics))
                .contains(NAME + "_bucket{endpoint=\"LoginServlet\",status=\"200\",le=\"0.001\"} 1");
    }

    @Test
    void losesNoConcurrentRequest() {
        IntStream.range(0, 10_000).parallel().forEach(i -> timings.record("servlet" + i % 3, 200 + i % 2, i));

        int counted = Scrape.of(metrics)
                .lines()
                .filter(line -> line.startsWith(NAME + "_count"))
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
                .sum();
        assertThat(counted).isEqualTo(10_000);
    }

    @Test
    void toleratesAStatusThatHttpDoesNotHave() {
        timings.record("servlet", -1, 1);
        timings.record("servlet", 99_999, 1);

        assertThat(Scrape.of(metrics)).contains(NAME + "_count{endpoint=\"servlet\",status=\"0\"} 2");
    }
}
