package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;

/** README, guide and the documents for contributors: short where a newcomer starts, and no link leads nowhere. */
class DocumentationTest {

    private static final int README_MAX_LINES = 160;

    private static final List<Path> FOR_CONTRIBUTORS = List.of(
            Path.of(".github/CONTRIBUTING.md"), Path.of(".github/SECURITY.md"), Path.of(".github/CHANGELOG.md"));

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern SHELL = Pattern.compile("(?ms)^ *```sh$(.*?)^ *```$");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

    /** A link of a document, to a file, a heading of a file, or both. */
    private record Link(Path document, String target) {

        boolean isExternal() {
            return target.contains("://");
        }

        Path file() {
            String path = target.replaceFirst("#.*", "");
            return path.isEmpty() ? document : document.resolveSibling(path).normalize();
        }

        boolean leadsSomewhere() throws IOException {
            int anchor = target.indexOf('#');
            return Files.exists(file()) && (anchor < 0 || anchors(file()).contains(target.substring(anchor + 1)));
        }
    }

    @Test
    void startsWithAShortReadme() throws IOException {
        assertThat(Files.readAllLines(Guide.README)).hasSizeLessThanOrEqualTo(README_MAX_LINES);
    }

    @Test
    void resolvesEachLink() throws IOException {
        for (Path document : documents().toList()) {
            for (Link link : links(document)) {
                assertThat(link.isExternal() || link.leadsSomewhere())
                        .as(link.toString())
                        .isTrue();
            }
        }
    }

    /** An interactive zsh takes the words of a comment behind a command for arguments. */
    @Test
    void writesNoCommentBehindACommandThatIsPasted() throws IOException {
        for (Path document : documents().toList()) {
            List<String> commands = SHELL.matcher(Guide.read(document))
                    .results()
                    .flatMap(block -> block.group(1).lines())
                    .toList();

            assertThat(commands).as(document.toString()).noneMatch(line -> line.matches(".*\\S\\s+# .*"));
        }
    }

    @Test
    void leadsFromTheReadmeToEachPartOfTheGuide() throws IOException {
        assertThat(links(Guide.README)).extracting(Link::file).containsAll(Guide.documents());
    }

    @Test
    void showsRequirementsByTestsThatExist() throws IOException {
        String sources = sources();

        assertThat(TEST.matcher(Guide.read(Path.of("src/docs/security.md"))).results())
                .isNotEmpty()
                .allSatisfy(test -> {
                    assertThat(sources.contains("\nclass " + test.group(1) + " "))
                            .as(test.group(1))
                            .isTrue();
                    assertThat(test.group(2) == null || sources.contains("void " + test.group(2) + "("))
                            .as(test.group())
                            .isTrue();
                });
    }

    private static Stream<Path> documents() {
        return Stream.of(Stream.of(Guide.README), Guide.documents().stream(), FOR_CONTRIBUTORS.stream())
                .flatMap(files -> files);
    }

    private static List<Link> links(Path document) throws IOException {
        return LINK.matcher(prose(document))
                .results()
                .map((MatchResult link) -> new Link(document, link.group(1)))
                .toList();
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path document) throws IOException {
        return HEADING.matcher(prose(document))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String prose(Path document) throws IOException {
        return CODE.matcher(Files.readString(document)).replaceAll("");
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Guide::read)
                    .collect(Collectors.joining());
        }
    }
}
