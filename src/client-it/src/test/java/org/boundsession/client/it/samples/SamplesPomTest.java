package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;

/** The POM that runs a Java sample by hand names the versions that are tested. */
class SamplesPomTest {

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>[^<]+</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*<version>[^<]+");

    @Test
    void usesTheVersionsOfTheTests() {
        assertThat(dependencies("src/client/samples/java/pom.xml"))
                .isNotEmpty()
                .allSatisfy(dependency ->
                        assertThat(dependencies("src/client-it/pom.xml")).contains(dependency));
    }

    private static List<String> dependencies(String pom) {
        return DEPENDENCY
                .matcher(Guide.read(Path.of(pom)))
                .results()
                .map(MatchResult::group)
                .map(dependency -> dependency.replaceAll("\\s+", " "))
                .toList();
    }
}
