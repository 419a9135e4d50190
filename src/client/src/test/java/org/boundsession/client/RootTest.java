package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {

    private final Root root = Root.of(URI.create("https://example.org/app"));

    @Test
    void resolvesPathsBelowAContextPathWithoutSlash() {
        assertThat(root.resolve("login")).hasToString("https://example.org/app/login");
        assertThat(Root.of(URI.create("http://example.org")).resolve("login")).hasToString("http://example.org/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/app/",
                "https://example.org/app/orders?x=/../y#z",
                "HTTPS://EXAMPLE.org:443/app/orders",
                "https://example.org/app/a..b/.c/...",
                "https://example.org/app/a%2Fb;v=1",
                "https://example.org/app//orders",
            })
    void admitsWhatIsBelow(String uri) {
        assertThatCode(() -> root.requireBelow(URI.create(uri))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/app/orders",
                "https://example.org:8443/app/orders",
                "https://example.com/app/orders",
                "https://example.org.evil.org/app/orders",
                "https://user@example.org/app/orders",
                "https://example.org/app",
                "https://example.org/application/",
                "https://example.org/other/",
                "https://example.org/APP/orders",
                "https://example.org/",
                "https://example.org",
                "https://example.org/app/../other/",
                "https://example.org/app/..",
                "https://example.org/app/./orders",
                "https://example.org/app/%2e%2E/other/",
                "https://example.org/app/.%2e/other/",
                "https://example.org/app/%252e%252e/other/",
                "https://example.org/app/..;/other/",
                "https://example.org/app/..;x=1/other/",
                "https://example.org/app/..%3bx/other/",
                "https://example.org/app/a%2f..%2fother/",
                "https://example.org/app/a%5C..%5cother/",
                "https://example.org/app/a%252f..%252fother/",
            })
    void refusesWhatIsElsewhereOrMayLeadThere(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.requireBelow(URI.create(uri)))
                .withMessageStartingWith("request: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/",
                "ftp://example.org/app/",
                "mailto:x@example.org",
                "https:///app/",
                "https://user:root-password@example.org/app/",
                "https://example.org/app/?root-password",
                "https://example.org/app/#root-password",
                "https://example.org/app/../",
                "https://example.org/a//b/",
            })
    void refusesAMalformedRootWithoutQuotingIt(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Root.of(URI.create(uri)))
                .withMessageStartingWith("root: expected ")
                .withMessageNotContaining("root-password");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/, false",
        "http://localhost:8086/, false",
        "http://127.0.0.2/, false",
        "http://127.example.org/, true",
        "http://[::1]/, false",
        "http://Example.org/, true",
        "HTTP://192.0.2.1/, true",
    })
    void knowsWhetherAPasswordCanBeReadOnTheWay(String uri, boolean clearText) {
        assertThat(Root.of(URI.create(uri)).isClearText()).isEqualTo(clearText);
    }
}
