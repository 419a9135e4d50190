package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The traps in CONTRIBUTING.md lead to code and configuration that exist. */
class ContributingTest {

    private static final Path GUIDE = Path.of(".github/CONTRIBUTING.md");
    private static final List<Path> SOURCES = List.of(Path.of("src"), Path.of("webapp"), Path.of("tomcat-conf"));

    /** What follows the arrow, to the end of the item. */
    private static final Pattern HANDLED = Pattern.compile("(?s)\u2192(.*?)(?=\n- |\n\n)");

    /** The name of a class, or of a file. */
    private static final Pattern PLACE = Pattern.compile("`([A-Z]\\w+|[\\w/-]+\\.\\w+)`");

    @Test
    void leadsFromEachTrapToWhatDealsWithIt() throws IOException {
        Set<String> files = files();

        assertThat(places())
                .isNotEmpty()
                .allSatisfy(place -> assertThat(files)
                        .anyMatch(file -> file.endsWith('/' + place) || file.endsWith('/' + place + ".java")));
    }

    private static List<String> places() throws IOException {
        return HANDLED.matcher(Files.readString(GUIDE))
                .results()
                .flatMap(handled -> PLACE.matcher(handled.group(1)).results())
                .map((MatchResult place) -> place.group(1))
                .toList();
    }

    private static Set<String> files() throws IOException {
        Set<String> files = SOURCES.stream().flatMap(ContributingTest::walk).collect(Collectors.toSet());
        assertThat(files).isNotEmpty();
        return files;
    }

    private static Stream<String> walk(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.map(path -> "/" + path.toString().replace('\\', '/')).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
