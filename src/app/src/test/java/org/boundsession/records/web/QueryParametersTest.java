package org.boundsession.records.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class QueryParametersTest {

    private static final String SEED = "20260131";

    @Property(tries = 1000, seed = SEED)
    void readsBackNumbers(@ForAll @IntRange(min = 0) int number, @ForAll("queries") String rest) {
        QueryParameters parameters = new QueryParameters("x=" + rest.replace("&", "%26") + "&limit=" + number);

        assertThat(parameters.number("limit", 0, Integer.MAX_VALUE, 7)).hasValue(number);
    }

    @Property(tries = 1000, seed = SEED)
    void keepsNumbersInTheirRange(@ForAll("queries") String query) {
        OptionalInt number = new QueryParameters(query).number("limit", 1, 1000, 100);

        if (number.isPresent()) {
            assertThat(number.getAsInt()).isBetween(1, 1000);
        }
        assertThat(number.isPresent() || query.contains("limit")).isTrue();
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("limitofse=&;%+-0123456789. x")
                        .ofMaxLength(40)
                        .map(text -> "limit=" + text),
                Arbitraries.longs().map(number -> "limit=" + number),
                Arbitraries.integers().between(-10, 1010).map(number -> "a=b&limit=" + number));
    }
}
