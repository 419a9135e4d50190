package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.boundsession.web.Query.MalformedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @Test
    void decodesAText() throws MalformedException {
        assertThat(query("a=1&user=J%C3%BCrgen+M").text("user")).contains("J\u00fcrgen M");
    }

    @Test
    void findsNothingWithoutAQuery() throws MalformedException {
        assertThat(query(null).text("user")).isEmpty();
        assertThat(query("users=x").number("limit", 1, 9, 5)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user",
                "user=",
                "user=a&user=b",
                "user=%ZZ",
                "user=%FF",
                "user=%C3",
                "user=J\u00fcrgen",
                "user=a&user"
            })
    void namesTheParameterThatIsMalformed(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> query(text).text("user"))
                .withMessageStartingWith("user ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=10", "limit=-1", "limit=+1", "limit=%D9%A1", "limit=9999999999", "limit=1.0"})
    void acceptsNumbersWithinTheRangeOnly(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> query(text).number("limit", 1, 9, 5))
                .withMessage("limit must be a number from 1 to 9");
    }

    @Test
    void refusesParametersThatItDoesNotKnow() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> query("user=a&User=b").requireOnly(Set.of("user")))
                .withMessageEndingWith(" user");
    }

    private static Query query(@Nullable String text) {
        return Query.of((HttpServletRequest) Proxy.newProxyInstance(
                QueryTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, data) -> text));
    }
}
