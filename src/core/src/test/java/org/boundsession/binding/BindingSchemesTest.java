package org.boundsession.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.boundsession.binding.BindingSchemes.Offer;
import org.boundsession.binding.Unproved.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingSchemesTest {

    private static final Evidence EVIDENCE = new Evidence() {};
    private static final Unproved ABSENT = new Unproved(Reason.ABSENT, "absent", "There is none");

    private final List<Kind> kinds = List.of(new Kind("plain", false, EVIDENCE), new Kind("named", true, EVIDENCE));
    private final BindingSchemes both = new BindingSchemes(kinds);

    private record Kind(String kind, boolean mustBeNamed, Evidence evidence) implements BindingScheme {

        @Override
        public Evidence read(HttpServletRequest request) {
            return evidence;
        }

        @Override
        public Possession bind(String sessionId, Evidence evidence) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Possession> restore(String sessionId, String storedForm) {
            return Optional.empty();
        }
    }

    private static HttpServletRequest naming(String... values) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                BindingSchemesTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getHeaders") && arguments[0].equals("binding")) {
                        return Collections.enumeration(List.of(values));
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void takesTheKindThatTheLoginNames() {
        Offer offer = both.read(naming(" named "));

        assertThat(offer.scheme().kind()).isEqualTo("named");
        assertThat(offer.unproved()).isNull();
        assertThat(offer.isFor("named")).isTrue();
        assertThat(offer.isFor("plain")).isFalse();
    }

    @Test
    void takesNoKindThatMustBeNamedIfTheLoginNamesNone() {
        Offer offer = both.read(naming());

        assertThat(offer.scheme().kind()).isEqualTo("plain");
        assertThat(offer.isFor("named")).isTrue();
    }

    @Test
    void tellsWhatTheFirstKindMissesIfNoneFindsEvidence() {
        BindingSchemes empty =
                new BindingSchemes(List.of(new Kind("first", false, ABSENT), new Kind("second", false, ABSENT)));

        assertThat(empty.read(naming()).unproved()).isEqualTo(ABSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "other", "NAMED", "named,plain"})
    void refusesAnUnknownKind(String name) {
        assertThat(both.read(naming(name)).unproved().code()).isEqualTo("binding_malformed");
    }

    @Test
    void refusesARepeatedHeader() {
        assertThat(both.read(naming("named", "named")).unproved().code()).isEqualTo("binding_malformed");
    }

    @Test
    void refusesAKindThatIsNotOpenedHere() {
        BindingSchemes one = new BindingSchemes(kinds, List.of("plain"));

        Unproved refused = one.read(naming("named")).unproved();

        assertThat(refused.code()).isEqualTo("binding_refused");
        assertThat(refused.isAbsent()).isFalse();
        assertThat(refused.message()).endsWith("plain");
        assertThat(one.kinds()).containsExactly("plain", "named");
    }

    @Test
    void refusesALoginThatNamesNoneIfEachKindMustBeNamed() {
        BindingSchemes one = new BindingSchemes(kinds, List.of("named"));

        assertThat(one.read(naming()).unproved().code()).isEqualTo("binding_refused");
    }

    @Test
    void stopsAtAKindThatIsNotPresent() {
        assertThatThrownBy(() -> new BindingSchemes(kinds, List.of("plain", "other")))
                .hasMessage("bound-session.bindings: expected kinds of binding that are present: plain, named");
    }
}
