package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;

/** CONFIGURATION.md names what the scripts and the route have, and marks each line. */
class ConfigurationTest {

    private static final String GUIDE = Guide.read(Path.of("src/client/cpi/CONFIGURATION.md"));
    private static final String ROUTE = Guide.read(Path.of("src/client/camel/two-users.camel.yaml"));
    private static final String SCRIPTS = Guide.read(Path.of("src/client/cpi/set_secret.groovy"))
            + Guide.read(Path.of("src/client/cpi/extract_cookie.groovy"));

    private static final Set<String> OF_THE_ROUTE_ONLY = Set.of("path", "attempts");

    @Test
    void namesTheScripts() {
        assertThat(found("`(?:v2/)?(\\w+\\.groovy)`", GUIDE))
                .containsExactly("extract_cookie.groovy", "set_secret.groovy")
                .allSatisfy(
                        script -> assertThat(Path.of("src/client/cpi", script)).exists());
    }

    @Test
    void namesThePropertiesOfTheScriptsAndTheRoute() {
        Set<String> route = found("setProperty:\\s+name: (\\w+)", ROUTE);
        route.removeAll(OF_THE_ROUTE_ONLY);

        assertThat(named("property")).isEqualTo(route).containsAll(found("[gs]etProperty\\('(\\w+)'", SCRIPTS));
    }

    @Test
    void namesTheHeadersOfTheScriptsAndTheRoute() {
        Set<String> scripts = found("(?:header|setHeader)\\('([\\w-]+)'", SCRIPTS);
        Set<String> route = allowed("(?:out|in)FilterPattern: \"\\(\\?i\\)\\(\\?!\\(([^)]*)\\)", ROUTE);
        route.remove("Retry-After");

        assertThat(named("header")).isEqualTo(scripts).isEqualTo(route);
        assertThat(allowed("\\*Re(?:quest|sponse) Headers\\* \\| `([^`]*)`", GUIDE.replace("\\|", "|")))
                .isEqualTo(route);
    }

    @Test
    void namesTheVariablesAndTheSecureParametersOfTheRoute() {
        assertThat(named("variable")).isEqualTo(found("value: (cookie_\\w+)", ROUTE));
        assertThat(named("secure parameter"))
                .isEqualTo(found("value: (\\w+_secret)", ROUTE))
                .isEqualTo(found("(?m)^(\\w+_secret) =", Guide.read(Path.of("src/client/camel/demo.properties"))));
    }

    @Test
    void repeatsAfterTheSameAnswersAsTheRoute() {
        String condition = "callStatus} regex '([^']*)'";

        assertThat(found(condition, GUIDE.replace("\\|", "|"))).isEqualTo(found(condition, ROUTE));
    }

    @Test
    void marksEachLineOfItsTables() {
        List<String> rows = GUIDE.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|--") && !line.endsWith("| Known |"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(50).allMatch(row -> row.matches(".*\\| (public|check) \\|"));
    }

    /** Returns the names of this kind in the table. */
    private static Set<String> named(String kind) {
        return found("(?m)^\\| `([\\w-]+)` \\| " + kind + " \\|", GUIDE);
    }

    private static Set<String> allowed(String pattern, String text) {
        return found(pattern, text).stream()
                .flatMap(list -> Arrays.stream(list.split("\\|")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
