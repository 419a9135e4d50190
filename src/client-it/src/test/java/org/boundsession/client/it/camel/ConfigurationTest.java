package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;

/** CONFIGURATION.md names what the scripts and the route have, and marks each line. */
class ConfigurationTest {

    private static final String GUIDE = Guide.read(Path.of("src/client/cpi/CONFIGURATION.md"));
    private static final String ROUTE = Guide.read(Path.of("src/client/camel/two-users.camel.yaml"));
    private static final String SCRIPTS =
            Scripts.STEPS.stream().map(Scripts.V1::text).collect(Collectors.joining());

    private static final Set<String> OF_THE_ROUTE_ONLY = Set.of("path", "attempts");
    /** For requests that the route does not send. */
    private static final Set<String> OF_THE_SCRIPTS_ONLY = Set.of("method", "components");

    @Test
    void namesTheScripts() {
        assertThat(found("`(?:v2/)?(\\w+\\.groovy)`", GUIDE))
                .containsExactlyInAnyOrderElementsOf(
                        Scripts.STEPS.stream().map(Scripts::file).toList())
                .allSatisfy(
                        script -> assertThat(Path.of("src/client/cpi", script)).exists());
    }

    @Test
    void namesThePropertiesOfTheScriptsAndTheRoute() {
        Set<String> names = found("setProperty(?:\\('|:\\s+name: )(\\w+)", ROUTE);
        names.removeAll(OF_THE_ROUTE_ONLY);
        names.addAll(OF_THE_SCRIPTS_ONLY);

        assertThat(named("property")).isEqualTo(names).isEqualTo(found("[gs]etProperty\\('(\\w+)'", SCRIPTS));
    }

    @Test
    void namesTheHeadersOfTheScriptsAndTheRoute() {
        Set<String> scripts = found("(?:header|setHeader)\\('([\\w-]+)'", SCRIPTS);
        scripts.addAll(found("'((?:Signature|Content-Digest)[\\w-]*)'", SCRIPTS));
        Set<String> route = allowed("(?:out|in)FilterPattern: \"\\(\\?i\\)\\(\\?!\\(([^)]*)\\)", ROUTE);
        route.remove("Retry-After");

        assertThat(named("header")).isEqualTo(scripts);
        scripts.remove("Content-Digest");
        assertThat(route).isEqualTo(scripts);
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

    /** The route signs with what the script signs with, so that both give the same signatures. */
    @Test
    void hasTheSameLinesInRouteAndScript() {
        assertThat(below("// From here on, sign_request.groovy has the same lines.", "\n#", ROUTE))
                .isEqualTo(below(
                        "// From here on, the route has the same lines.", "\\z", Scripts.V1.text("sign-request")));
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

    /** Returns the lines between these, without their indentation. */
    private static List<String> below(String first, String last, String text) {
        Matcher lines = Pattern.compile(Pattern.quote(first) + "(.*?)" + last, Pattern.DOTALL)
                .matcher(text);
        assertThat(lines.find()).isTrue();
        return lines.group(1).strip().lines().map(String::strip).toList();
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
