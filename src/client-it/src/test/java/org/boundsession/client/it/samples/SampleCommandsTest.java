package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands that run a sample by hand run what is tested. */
class SampleCommandsTest {

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>[^<]+</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*<version>[^<]+");

    @Test
    void useTheLibrariesOfTheTests() {
        assertThat(dependencies("src/client/samples/java/pom.xml"))
                .isNotEmpty()
                .allSatisfy(dependency ->
                        assertThat(dependencies("src/client-it/pom.xml")).contains(dependency));
    }

    @Test
    void useTheNewmanOfTheTests() {
        Matcher version = Pattern.compile("\"newman\": \"([^\"]+)\"")
                .matcher(Guide.read(Path.of("src/client/samples/postman/package.json")));

        assertThat(version.find()).isTrue();
        assertThat(Guide.read(Guide.README)).contains("newman@" + version.group(1) + " run");
    }

    @ParameterizedTest
    @EnumSource
    void areInTheReadme(Sample sample) {
        assertThat(Guide.read(Guide.README)).containsPattern("\\| `.*" + Pattern.quote(sample.file) + "` \\|");
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
