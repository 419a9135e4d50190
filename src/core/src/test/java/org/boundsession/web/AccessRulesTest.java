package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    private final Map<String, String> ofServlet = new HashMap<>();
    private final Map<String, String> ofFilter = new HashMap<>();

    @Test
    void readsPrefixedInitParameters() {
        ofServlet.put("bound-session.access", " admin ");
        ofServlet.put("bound-session.methods", "GET, HEAD");
        ofServlet.put("bound-session.resource", "payment data");
        ofServlet.put("bound-session.body", "dropped");
        ofServlet.put("query", "SELECT 1");

        Access access = Access.declaredBy(servlet());

        assertThat(rolesOf()).containsExactly("admin");
        assertThat(access.role()).isEqualTo("admin");
        assertThat(access.methods()).containsExactly("GET", "HEAD");
        assertThat(access.dropsBody()).isTrue();
        assertThat(new String(access.denied().body(), StandardCharsets.UTF_8)).contains("no access to payment data");
    }

    @Test
    void acceptsTheKindsOfBindingThatAreListed() {
        assertThat(Access.declaredBy(servlet()).accepts("secret")).isTrue();
        ofServlet.put("bound-session.proof", "signature , device");

        Access access = Access.declaredBy(servlet());

        assertThat(access.accepts("signature")).isTrue();
        assertThat(access.accepts("device")).isTrue();
        assertThat(access.accepts("secret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "signature,", "Signature", "signature signature", "secret,secret"})
    void stopsAtMalformedKindsOfBinding(String kinds) {
        ofServlet.put("bound-session.proof", kinds);

        assertThatThrownBy(this::rolesOf)
                .hasMessageStartingWith("servlet payments: the init-parameter bound-session.proof: expected kinds");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "GET,", "get"})
    void stopsAtMalformedMethods(String methods) {
        ofServlet.put("bound-session.methods", methods);

        assertThatThrownBy(this::rolesOf).hasMessageContaining("bound-session.methods: expected HTTP methods");
    }

    @Test
    void stopsAtKindsOfBindingOfAPublicServlet() {
        ofServlet.put("bound-session.access", "public");
        ofServlet.put("bound-session.proof", "signature");

        assertThatThrownBy(this::rolesOf)
                .hasMessageContaining("bound-session.proof")
                .hasMessageContaining("public");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "methods", "resource"})
    void stopsAtFormerNamesOfServletsParameters(String name) {
        ofServlet.put(name, "admin");

        assertThatThrownBy(this::rolesOf)
                .hasMessage("servlet payments: the init-parameter " + name + " is called bound-session." + name
                        + " now; rename it in web.xml, or state both if it is the servlet's own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public-files", "error-servlet"})
    void stopsAtFormerNamesOfFiltersParameters(String name) {
        ofFilter.put(name, "/");

        assertThatThrownBy(this::rolesOf)
                .hasMessage("filter guard: the init-parameter " + name + " is called bound-session." + name
                        + " now; rename it in web.xml, or state both if it is the filter's own");
    }

    /** Only the servlets of this library see a bound session before its secret is proved. */
    @ParameterizedTest
    @CsvSource({
        "org.boundsession.web.LoginServlet, OWN",
        "org.boundsession.web.HealthServlet, OWN",
        "org.boundsession.web.ErrorServlet, OWN",
        "org.boundsession.web.LoginServlets, PUBLIC",
        "com.example.LoginServlet, PUBLIC",
        ", PUBLIC"
    })
    void knowsPublicServletsOfItsOwnByTheirClass(String type, Access.Kind kind) {
        ofServlet.put("bound-session.access", "public");
        Map<String, Object> answers = new HashMap<>(Map.of("getName", "open", "getInitParameters", ofServlet));
        answers.put("getClassName", type);

        assertThat(Access.declaredBy(fake(ServletRegistration.class, answers)).kind())
                .isEqualTo(kind);
    }

    @Test
    void leavesAServletItsOwnBody() {
        ofServlet.put("body", "text/xml");

        assertThat(Access.declaredBy(servlet()).dropsBody()).isFalse();
        assertThat(rolesOf()).isEmpty();
    }

    /** A library's servlet may have a parameter of that name for itself. */
    @Test
    void acceptsFormerNameBesideThePresentOne() {
        ofServlet.put("access", "of its own");
        ofServlet.put("bound-session.access", "admin");

        assertThat(rolesOf()).containsExactly("admin");
    }

    @Test
    void stopsAtUnknownPrefixedParametersAndNamesTheKnown() {
        ofServlet.put("bound-session.acess", "admin");

        assertThatThrownBy(this::rolesOf)
                .hasMessage("servlet payments: the init-parameter bound-session.acess is unknown; expected one of"
                        + " bound-session.access, bound-session.body, bound-session.methods, bound-session.proof,"
                        + " bound-session.resource");
    }

    @Test
    void stopsAtAServletsParameterOfAFilter() {
        ofFilter.put("bound-session.access", "admin");

        assertThatThrownBy(this::rolesOf)
                .hasMessage("filter guard: the init-parameter bound-session.access is unknown; expected one of"
                        + " bound-session.console-files, bound-session.error-servlet,"
                        + " bound-session.inline-style-files, bound-session.public-files");
    }

    @ParameterizedTest
    @CsvSource({
        "access, ' ', '\"public\", \"bound\" or the name of a role'",
        "methods, ' ', 'HTTP methods, comma-separated, or no such parameter if all are allowed'",
        "body, kept, '\"dropped\", or no such parameter if the servlet reads its request bodies'"
    })
    void stopsAtMalformedValues(String name, String value, String expected) {
        ofServlet.put("bound-session." + name, value);

        assertThatThrownBy(this::rolesOf)
                .hasMessage("servlet payments: the init-parameter bound-session." + name + ": expected " + expected);
    }

    @Test
    void leavesOtherParametersAlone() {
        ofServlet.put("listings", "false");
        ofFilter.put("encoding", "UTF-8");

        assertThatCode(this::rolesOf).doesNotThrowAnyException();
    }

    private Set<String> rolesOf() {
        return AccessRules.rolesOf(fake(
                ServletContext.class,
                Map.of(
                        "getServletRegistrations", Map.of("payments", servlet()),
                        "getFilterRegistrations", Map.of("guard", filter()))));
    }

    private ServletRegistration servlet() {
        return fake(ServletRegistration.class, Map.of("getName", "payments", "getInitParameters", ofServlet));
    }

    private FilterRegistration filter() {
        return fake(FilterRegistration.class, Map.of("getName", "guard", "getInitParameters", ofFilter));
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answers.get(method.getName())));
    }
}
