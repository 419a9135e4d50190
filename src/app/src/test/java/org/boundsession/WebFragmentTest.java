package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;

/** The product's {@code web.xml} reads no fragment, so it repeats the library's entries. */
class WebFragmentTest {

    private static final Pattern ENTRY = Pattern.compile(
            "(?s)<(listener|filter|filter-mapping|servlet|servlet-mapping|session-config|error-page)>.*?</\\1>");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
    private static final Pattern PUBLIC_FILES = Pattern.compile("<init-param> <description>[^<]*</description>"
            + " <param-name>bound-session.(?:public|console|inline-style)-files</param-name> (<param-value/>|<param-value>.*?</param-value>)"
            + " </init-param> ?");

    @Test
    void hasTheEntriesOfTheProductExceptForItsPublicFiles() {
        List<String> ofLibrary = entries("src/core/src/main/resources/META-INF/web-fragment.xml");

        assertThat(ofLibrary).hasSize(14);
        assertThat(entries("webapp/WEB-INF/web.xml")).containsAll(ofLibrary);
    }

    /** Servlet specification, 8.2.3: one fragment that is not would keep the container from replicating sessions. */
    @Test
    void leavesItToTheApplicationToBeDistributable() {
        assertThat(Guide.read(Path.of("src/core/src/main/resources/META-INF/web-fragment.xml")))
                .contains("<distributable/>");
        assertThat(Guide.read(Path.of("webapp/WEB-INF/web.xml"))).doesNotContain("<distributable/>");
    }

    private static List<String> entries(String file) {
        String xml = COMMENT.matcher(Guide.read(Path.of(file))).replaceAll("");
        return ENTRY.matcher(xml)
                .results()
                .map(MatchResult::group)
                .map(entry -> entry.replaceAll("\\s+", " "))
                .map(entry -> PUBLIC_FILES.matcher(entry).replaceAll(""))
                .toList();
    }
}
