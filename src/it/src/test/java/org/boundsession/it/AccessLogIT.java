package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;

/** One line for each request, in any order of completion; a client cannot forge fields of a line. */
class AccessLogIT {

    private static final String FIELDS = "\\S+ 127\\.0\\.0\\.1 \\S+ \\S+ \\d{3} \\d+ \\d+(\\.\\d+)?";

    @Test
    void keepsItsFieldsWhateverThePathHolds() {
        List<String> targets = List.of(
                "/getpaymentdetails%20200%20512",
                "/x%0A2026-01-31T12:00:00.000Z%20127.0.0.1%20GET%20/forged%20200%201%201",
                "/x%0D%0Ay",
                "/x%09y",
                "/x%22y%22",
                "/x%5Cy",
                "/x%7Fy",
                "/x%C2%85y%E2%80%A8z",
                "/j%C3%BCrgen",
                "/x%25y",
                "/x;a=b%20c/y",
                "/x?query%20text");
        TomcatProcess tomcat = TomcatProcess.configured("access-log")
                .war(Path.of(System.getProperty("it.war")), "bound session")
                .start();
        try {
            Client client = tomcat.client("/bound%20session");
            targets.forEach(target -> client.send(Request.get(target)));
            client.send(Request.of("!#$%&'*+-.^_`|~", "/login"));
        } finally {
            tomcat.close();
        }

        List<String> lines = tomcat.accessLog().lines().toList();
        assertThat(lines)
                .hasSize(targets.size() + 1)
                .allSatisfy(line -> assertThat(line).matches(FIELDS).matches("[ -~]+"));
        assertThat(lines)
                .anyMatch(line -> line.contains(" GET /bound%20session/getpaymentdetails%20200%20512 401 "))
                .anyMatch(line -> line.contains(" GET /bound%20session/x%25y 401 "));
        assertThat(String.join("\n", lines)).doesNotContain("query", "a=b");
    }
}
