package org.boundsession.client.it.camel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.http.impl.client.BasicCookieStore;

/**
 * The flow of two-users.camel.yaml on the version of Camel that the platform runs. It has no variables; a map in the
 * registry is used instead.
 */
final class Routes extends RouteBuilder {

    /** With which scripts the routes run. */
    static final Set<Scripts> SCRIPTS = Set.of(Scripts.V1, Scripts.V2);

    private static final String VARIABLES = "variables";

    private final List<Change> changes;
    private final Map<String, String> variables = new ConcurrentHashMap<>();

    private Routes(List<Change> changes) {
        this.changes = changes;
    }

    static void addTo(CamelContext context, List<Change> changes) throws Exception {
        Routes routes = new Routes(changes);
        context.getRegistry().bind(VARIABLES, routes.variables);
        context.getRegistry().bind("loginHeaders", allowing("|binding", "custom_status|Set-Cookie|Retry-After"));
        context.getRegistry().bind("callHeaders", allowing("", "Retry-After"));
        context.getComponent("http", HttpComponent.class).setCookieManagementDisabled(!routes.keepsCookies());
        context.getRegistry().bind("cookies", new BasicCookieStore());
        context.addRoutes(routes);
    }

    /** Returns the value of a global variable; null if it has none. */
    static Object variable(CamelContext context, String name) {
        return context.getRegistry().lookupByNameAndType(VARIABLES, Map.class).get(name);
    }

    /** Returns an empty map: an exchange of this version has no variables. */
    static Map<String, Object> variables(Exchange exchange) {
        return Map.of();
    }

    /** @param value null to remove the variable */
    @SuppressWarnings("unchecked")
    static void setVariable(CamelContext context, String name, String value) {
        Map<String, String> variables = context.getRegistry().lookupByNameAndType(VARIABLES, Map.class);
        variables.compute(name, (key, old) -> value);
    }

    private static DefaultHeaderFilterStrategy allowing(String requestHeaders, String responseHeaders) {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setOutFilterPattern("(?i)(?!(Cookie|secretid|Signature-Input|Signature" + requestHeaders + ")$).*");
        strategy.setInFilterPattern("(?i)(?!(" + responseHeaders + ")$).*");
        return strategy;
    }

    @Override
    public void configure() {
        user("general", "user_secret", "cookie_general");
        user("admin", "admin_secret", "cookie_admin");
    }

    private void user(String user, String secretAlias, String cookie) {
        callAs(user, secretAlias);
        logInAs(user, cookie);
    }

    private void callAs(String user, String secretAlias) {
        from("direct:" + user)
                .setProperty("path", body())
                .removeHeaders("*")
                .doTry()
                .setProperty("binding", simple("{{binding}}"))
                .setProperty("secretAlias", constant(secretAlias))
                .to("{{set-secret}}")
                .setProperty("callStatus", constant("401"))
                .setProperty("attempts", constant(0))
                .loopDoWhile(this::isRepeated)
                .to("direct:attempt-" + user)
                .end()
                .endDoTry()
                .doFinally()
                .removeHeaders("*", "CamelHttpResponseCode|Retry-After")
                .removeProperties("newCookie|newKey|sessionKey|CamelToEndpoint|CamelFailureEndpoint")
                .end();

        from("direct:attempt-" + user)
                .process(this::countAttempt)
                .filter(simple("${header.Retry-After} regex '[0-9]'"))
                .to("direct:pause-" + user)
                .end()
                .to(logIn(user))
                .choice()
                .when(simple("${exchangeProperty.loginStatus} in 'N,A'"))
                .to("direct:endpoint-" + user)
                .otherwise()
                .setProperty("callStatus", exchangeProperty("loginStatus"))
                .end()
                .to("{{read-refusal}}")
                .filter(simple("${header.Retry-After} regex '[^0-9]|..+'"))
                .setProperty("attempts", constant(3))
                .end();

        from("direct:pause-" + user).delay(simple("${header.Retry-After}000"));

        from("direct:endpoint-" + user)
                .removeHeaders("Set-Cookie|custom_status")
                .setHeader("Cookie", exchangeProperty("newCookie"))
                .setProperty("address", simple("{{url}}${exchangeProperty.path}"))
                .to("{{sign-request}}")
                .setHeader(Exchange.HTTP_PATH, exchangeProperty("path"))
                .to("{{url}}?" + options("callHeaders"))
                .setProperty("callStatus", header(Exchange.HTTP_RESPONSE_CODE).convertToString());
    }

    private void logInAs(String user, String cookie) {
        from(logIn(user))
                .removeHeaders("*", "secretid")
                .process(exchange -> exchange.getMessage().setHeader("Cookie", variables.get(cookie)))
                .setProperty("address", simple("{{url}}/login"))
                .to("{{sign-request}}")
                .to("{{url}}/login?" + options("loginHeaders") + "&authMethod=Basic&authenticationPreemptive=true"
                        + "&authUsername=RAW({{" + user + ".name}})&authPassword=RAW({{" + user + ".password}})")
                .to("{{extract-cookie}}")
                .filter(simple("${exchangeProperty.loginStatus} == 'N'"))
                .process(exchange -> variables.put(cookie, exchange.getProperty("newCookie", String.class)))
                .end();
    }

    private String logIn(String user) {
        return (changes.contains(Change.LOGIN_BY_ONE_CONSUMER) ? "seda:" : "direct:") + "log-in-" + user;
    }

    private String options(String headers) {
        String options = "throwExceptionOnFailure=false";
        options += changes.contains(Change.NO_ALLOW_LIST) ? "" : "&headerFilterStrategy=#" + headers;
        options += changes.contains(Change.SHARED_COOKIE_STORE) ? "&cookieStore=#cookies" : "";
        options += changes.contains(Change.NO_GET) ? "" : "&httpMethod=GET";
        // By default this version refuses a cookie whose Expires is as in RFC 9110, and keeps it not even for itself.
        return options + (keepsCookies() ? "&httpClient.cookieSpec=standard" : "");
    }

    private boolean keepsCookies() {
        return changes.contains(Change.DEFAULT_COOKIE_STORE) || changes.contains(Change.SHARED_COOKIE_STORE);
    }

    private boolean isRepeated(Exchange exchange) {
        String status = exchange.getProperty("callStatus", String.class);
        int attempts = exchange.getProperty("attempts", Integer.class);
        return status.matches("401|session_invalidated|503|busy|[a-z]+_unavailable") && attempts < maximum();
    }

    private int maximum() {
        return changes.contains(Change.NO_RETRY) ? 1 : 3;
    }

    private void countAttempt(Exchange exchange) {
        exchange.setProperty("attempts", exchange.getProperty("attempts", Integer.class) + 1);
    }
}
