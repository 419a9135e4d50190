package org.boundsession.records.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    private static final String SEED = "20260131";

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=7", "limit=007", "offset=1&limit=7", "limit=7&", "&limit=7&limits=8", "a=%zz&limit=7"})
    void readsNumber(String query) {
        assertThat(limit(query)).hasValue(7);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "&", "=7", "limits=7", "Limit=7", "li=7", "x=limit=7"})
    void usesDefaultIfNameIsAbsent(@Nullable String query) {
        assertThat(limit(query)).hasValue(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit",
                "limit=",
                "limit==7",
                "limit=-7",
                "limit=+7",
                "limit= 7",
                "limit=7.0",
                "limit=%37",
                "limit=٧",
                "limit=0",
                "limit=1001",
                "limit=2147483648",
                "limit=4294967303",
                "limit=00000000007",
                "limit=7&limit=7",
                "limit=7&limit",
                "limit&limit=7"
            })
    void refusesWhatIsNoNumberInRange(String query) {
        assertThat(limit(query)).isEmpty();
    }

    private static OptionalInt limit(@Nullable String query) {
        return new QueryParameters(query).number("limit", 1, 1000, 100);
    }

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
