package org.boundsession.client.it.camel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.boundsession.guide.Guide;

/** The routes of two-users.camel.yaml. */
final class Routes {

    static final Path FILE = Path.of("src/client/camel/two-users.camel.yaml");

    /** With which scripts the routes run. */
    static final Set<Scripts> SCRIPTS = Set.of(Scripts.NONE, Scripts.V1, Scripts.V2);

    private Routes() {}

    static void addTo(CamelContext context, List<Change> changes) throws Exception {
        context.getRegistry().bind("cookies", new BasicCookieStore());
        String text = Guide.read(FILE);
        for (Change change : changes) {
            text = changed(text, change);
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(FILE.toString(), text));
    }

    private static String changed(String text, Change change) {
        return switch (change) {
            case DEFAULT_COOKIE_STORE ->
                Guide.replaced(text, "cookieManagementDisabled: true", "cookieManagementDisabled: false");
            case SHARED_COOKIE_STORE ->
                Guide.replaced(
                        changed(text, Change.DEFAULT_COOKIE_STORE),
                        "headerFilterStrategy: \"#loginHeaders\"",
                        "headerFilterStrategy: \"#loginHeaders\"\n              cookieStore: \"#cookies\"");
            case NO_ALLOW_LIST ->
                Guide.replaced(
                        text,
                        "headerFilterStrategy: \"#loginHeaders\"",
                        "copyHeaders: true",
                        "headerFilterStrategy: \"#callHeaders\"",
                        "copyHeaders: true");
            case NO_GET -> Guide.replaced(text, "httpMethod: GET", "copyHeaders: true");
            case NO_RETRY -> Guide.replaced(text, "attempts} < 3", "attempts} < 1");
            case LOGIN_BY_ONE_CONSUMER -> Guide.replaced(text, "direct:log-in-{{user}}", "seda:log-in-{{user}}");
        };
    }

    /** Returns the value of a global variable; null if it has none. */
    static Object variable(CamelContext context, String name) {
        return context.getVariable("global:" + name);
    }

    static Map<String, Object> variables(Exchange exchange) {
        return exchange.getVariables();
    }

    static void setVariable(CamelContext context, String name, String value) {
        context.setVariable("global:" + name, value);
    }
}
