package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UriPathTest {

    @ParameterizedTest
    @CsvSource({
        "/bound session/login, /bound%20session/login",
        "/getpaymentdetails 200 512, /getpaymentdetails%20200%20512",
        "/a%20b, /a%2520b",
        "/quote\", /quote%22",
        "/back\\slash, /back%5Cslash",
        "/a;b?c#d, /a%3Bb%3Fc%23d",
        "/j\u00fcrgen, /j%C3%BCrgen",
        "/\ud83d\ude00, /%F0%9F%98%80",
        "/\ud83d, /%3F"
    })
    void encodesWhatIsNoPartOfAPath(String path, String encoded) {
        assertThat(UriPath.encode(path)).isEqualTo(encoded);
    }

    @Test
    void leavesAlonePathsThatNeedNoEncoding() {
        String path = "/getemployeedetails/-._~!$&'()*+,=:@/09azAZ";

        assertThat(UriPath.encode(path)).isSameAs(path);
    }

    static Stream<String> characters() {
        return Stream.iterate(0, i -> i + 1).limit(0x180).map(i -> "/x" + (char) i.intValue());
    }

    @ParameterizedTest
    @MethodSource("characters")
    void isOneTokenOfAsciiThatDecodesToThePath(String path) {
        String encoded = UriPath.encode(path);

        assertThat(encoded).matches("[!-~]+").doesNotContain("\"", ";", "\\");
        assertThat(URI.create(encoded).getPath()).isEqualTo(path);
    }
}
