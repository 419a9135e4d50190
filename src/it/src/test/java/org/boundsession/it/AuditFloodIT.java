package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;

/** Guesses during a flood of malformed logins, in a Tomcat behind a trusted proxy, which is the test itself. */
class AuditFloodIT {

    private static final String FLOOD = "203.0.113.9";
    private static final Pattern SUPPRESSED =
            Pattern.compile("\"bound_session.suppressed.events\":(\\d+),\"bound_session.suppressed.addresses\":(\\d+)");

    @Test
    void writesEachTargetedGuessAndCountsTheFlood() {
        String audit = auditOf(client -> {
            client.send(login("198.51.100.1", "general", "general-password"));
            for (int i = 0; i < 400; i++) {
                client.send(Request.get("/login")
                        .secret(DeployedWar.SECRET)
                        .header("X-Forwarded-For", FLOOD + ":" + (40_000 + i))
                        .header("Authorization", "Basic malformed" + i));
            }
            client.send(login(FLOOD, "general", "guess"));
            client.send(login("198.51.100.7", "admin", "guess"));
        });

        List<String> lines = audit.lines().toList();
        long suppressed = lines.stream()
                .map(SUPPRESSED::matcher)
                .filter(matcher -> matcher.find())
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .sum();
        long ofFlood = lines.stream()
                .filter(line -> line.contains(FLOOD) && !line.contains("\"user.name\""))
                .count();
        assertThat(lines)
                .anyMatch(line -> line.contains("\"user.name\":\"general\",\"client.ip\":\"" + FLOOD))
                .anyMatch(line -> line.contains("\"user.name\":\"admin\",\"client.ip\":\"198.51.100.7\""));
        assertThat(ofFlood + suppressed).isEqualTo(400);
        // Two kinds, refused and throttled, and the flood may have lasted into a second minute or third.
        assertThat(ofFlood).isLessThanOrEqualTo(3 * 2 * 30);
    }

    private static String auditOf(Consumer<Client> calls) {
        TomcatProcess tomcat = TomcatProcess.configured("audit-flood")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .start();
        try (tomcat) {
            calls.accept(tomcat.client(""));
        }
        return tomcat.auditLog();
    }

    private static Request login(String address, String user, String password) {
        return Request.get("/login")
                .basic(user, password)
                .secret(DeployedWar.SECRET)
                .header("X-Forwarded-For", address);
    }
}
