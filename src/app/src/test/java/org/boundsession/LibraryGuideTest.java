package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;

/** What the guide tells users of the library to write stands in the example, which is built and deployed. */
class LibraryGuideTest {

    private static final Path EXAMPLE = Path.of("src/it/example");

    @Test
    void showsWhatTheExampleHas() {
        String example = Stream.of("pom.xml", "src/main/webapp/WEB-INF/web.xml")
                .map(file -> oneLine(Guide.read(EXAMPLE.resolve(file))))
                .collect(Collectors.joining("\n"));
        String fragment = oneLine(Guide.read(Path.of("src/core/src/main/resources/META-INF/web-fragment.xml")));

        assertThat(Guide.blocks("library.md", "# Library", "xml"))
                .hasSizeGreaterThan(5)
                .allSatisfy(block -> assertThat(example + fragment).contains(oneLine(block)));
    }

    /** A host copies them from the WAR's own sources. */
    @Test
    void hasTheContainersFilesOfTheProduct() {
        assertThat(Stream.of("META-INF/context.xml", "WEB-INF/jetty-ee10-web.xml", "WEB-INF/undertow-handlers.conf"))
                .allSatisfy(file -> assertThat(
                                Guide.read(EXAMPLE.resolve("src/main/webapp").resolve(file)))
                        .isEqualTo(Guide.read(Path.of("webapp").resolve(file))));
    }

    private static String oneLine(String xml) {
        return xml.strip().replaceAll("\\s+", " ");
    }
}
