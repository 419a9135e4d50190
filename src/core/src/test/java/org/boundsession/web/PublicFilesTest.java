package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicFilesTest {

    private final PublicFiles files = PublicFiles.of("public-files", " /index.html\n/assets/*  *.css / ");

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/assets/a/b.js", "/style.css", "/deep/style.css"})
    void containsPathsFoldersAndSuffixes(String path) {
        assertThat(files.contains(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.htm",
                "/index.html/",
                "/assets",
                "/assets/",
                "/assets/a/",
                "/assetsx/a",
                "/css",
                "/style.css.bak",
                "/a/index.html",
                "/assets/../WEB-INF/web.xml",
                "/assets/a/.."
            })
    void containsNothingElse(String path) {
        assertThat(files.contains(path)).isFalse();
    }

    @Test
    void containsNothingIfNothingIsStated() {
        assertThat(PublicFiles.of("public-files", "").contains("/")).isFalse();
        assertThat(PublicFiles.of("public-files", "").contains("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "*", "/*/x", "*.", "/a*", "*.a/b", "**.css", "/x/**"})
    void refusesWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> PublicFiles.of("public-files", pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bound-session.public-files: expected");
    }
}
