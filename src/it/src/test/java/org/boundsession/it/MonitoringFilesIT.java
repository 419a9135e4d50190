package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Dashboard, alert rules and guide name metrics that the product has. */
class MonitoringFilesIT {

    private static final Path RULES = Path.of("src/docs/monitoring/alerts.yml");
    private static final Path DASHBOARD = Path.of("src/docs/monitoring/grafana.json");
    private static final Path GUIDE = Path.of("src/docs/operations.md");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final Pattern NAME = Pattern.compile("\\bbound_session_[a-z_]+");
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+)");
    private static final Pattern SERIES = Pattern.compile("(?m)^(bound_session_[a-z_]+)");

    @Test
    void nameMetricsThatTheProductHas() throws Exception {
        String metrics = scrape();
        Set<String> series = found(SERIES, metrics, 1);
        Set<String> families = found(FAMILY, metrics, 1);

        assertThat(found(NAME, Files.readString(RULES), 0)).isNotEmpty().isSubsetOf(series);
        assertThat(found(NAME, Files.readString(DASHBOARD), 0))
                .hasSizeGreaterThan(10)
                .isSubsetOf(series);
        assertThat(found(NAME, metricsOf(Files.readString(GUIDE)), 0)).isEqualTo(families);
    }

    @Test
    void areRulesThatPrometheusAccepts() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(PROMTOOL) || "true".equals(System.getenv("CI")),
                "the alert rules are NOT checked: promtool is not installed");

        Process check = new ProcessBuilder(PROMTOOL.toString(), "check", "rules", RULES.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(said).isZero();
    }

    /** With a store, so that all metrics are there. */
    private static String scrape() {
        try (TomcatProcess tomcat = TomcatProcess.configured("monitoring")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET)
                .env("BOUND_SESSION_STORE", "jdbc")
                .start()) {
            Client client = tomcat.client("");
            client.login("general", "general-password", DeployedWar.SECRET);
            return client.send(Request.get("/metrics")).body();
        }
    }

    private static String metricsOf(String guide) {
        int start = guide.indexOf("| metric |");
        return guide.substring(start, guide.indexOf("\n\n", start));
    }

    private static Set<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
