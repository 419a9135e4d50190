package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The WAR states the licence of every library that it contains, and of no other one. */
class ThirdPartyIT {

    private static final String NOTICES = "META-INF/THIRD-PARTY.md";

    private static final Pattern LIBRARY =
            Pattern.compile("(?:WEB-INF/lib/(?!bound-session-)|docs/)(.+?)-(?:\\d[^/]*\\.jar|bundle\\.js)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[([^]]+)]\\(\\S+\\) \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern TEXT = Pattern.compile("(?m)^- ([A-Z][\\w.-]+): .*(?:META-INF/|https://|below)");

    private ZipFile war;

    @BeforeEach
    void open() throws IOException {
        war = new ZipFile(System.getProperty("it.war"));
    }

    @AfterEach
    void close() throws IOException {
        war.close();
    }

    @Test
    void listsEachLibraryThatTheWarShips() throws IOException {
        assertThat(listed()).isEqualTo(shipped());
    }

    @Test
    void tellsWhereTheTextOfEachLicenceIs() throws IOException {
        Set<String> licences = ROW.matcher(notices())
                .results()
                .flatMap(row -> Pattern.compile(" or ").splitAsStream(row.group(2)))
                .map(licence -> licence.replace("-or-later", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found(TEXT, notices())).containsAll(licences);
    }

    @Test
    void shipsTheLicencesThatAskForTheirText() {
        assertThat(war.getEntry("META-INF/LICENSE")).isNotNull();
        assertThat(war.getEntry("META-INF/licenses/LGPL-2.1.txt")).isNotNull();
    }

    private Set<String> shipped() {
        String names = war.stream().map(ZipEntry::getName).collect(Collectors.joining("\n"));
        return found(LIBRARY, names);
    }

    private Set<String> listed() throws IOException {
        return found(ROW, notices());
    }

    private String notices() throws IOException {
        byte[] bytes = war.getInputStream(war.getEntry(NOTICES)).readAllBytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
