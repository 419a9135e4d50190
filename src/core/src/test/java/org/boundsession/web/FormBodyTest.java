package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    @ParameterizedTest
    @CsvSource({
        "'', {}",
        "&, {}",
        "a, {a=[]}",
        "a=, {a=[]}",
        "=b, {=[b]}",
        "a=b&a=c&d=e, {a=[b|c] d=[e]}",
        "a=b=c, {a=[b=c]}",
        "a+b=c%20d, {a b=[c d]}",
        "q=J%c3%BCrgen%26Co, {q=[Jürgen&Co]}",
        "q=100%, {q=[100%]}",
        "q=%4, {q=[%4]}",
        "q=%zz%41, {q=[%zzA]}",
        "a=b;c=d, {a=[b;c=d]}"
    })
    void parses(String body, String expected) {
        assertThat(shown(body, null)).isEqualTo(expected);
    }

    @Test
    void putsTheQueryFirst() {
        Map<String, String[]> joined =
                FormBody.joined(Map.of("a", new String[] {"query"}), "a=body".getBytes(StandardCharsets.UTF_8), null);

        assertThat(joined.get("a")).containsExactly("query", "body");
    }

    @Test
    void decodesRawBytesByTheEncoding() {
        byte[] body = "q=ü".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(FormBody.joined(Map.of(), body, "ISO-8859-1").get("q")).containsExactly("ü");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such encoding", "\u0000", "UTF-99"})
    void takesUtf8ForAnUnknownEncoding(String encoding) {
        assertThat(shown("q=%C3%BC", encoding)).isEqualTo("{q=[ü]}");
    }

    @Test
    void decodesInEveryEncodingOfThePlatform() {
        byte[] body = "hello=world&x=%zz%41".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Charset.availableCharsets().keySet())
                .allSatisfy(name ->
                        assertThat(FormBody.joined(Map.of(), body, name)).isNotEmpty());
    }

    private static String shown(String body, String encoding) {
        return FormBody.joined(Map.of(), body.getBytes(StandardCharsets.UTF_8), encoding).entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + Arrays.stream(entry.getValue()).collect(Collectors.joining("|", "[", "]")))
                .collect(Collectors.joining(" ", "{", "}"));
    }
}
