package org.boundsession.client.it.camel;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.boundsession.guide.Guide;

/** The routes of two-users.camel.yaml. */
final class Routes {

    static final Path FILE = Path.of("src/client/camel/two-users.camel.yaml");

    private Routes() {}

    /** Adds the routes with each first of a pair replaced by the second. */
    static void addTo(CamelContext context, String... changes) throws Exception {
        String text = Guide.replaced(Guide.read(FILE), changes);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(FILE.toString(), text));
    }

    /** Returns the value of a global variable; null if it has none. */
    static Object variable(CamelContext context, String name) {
        return context.getVariable(name);
    }

    static void setVariable(CamelContext context, String name, String value) {
        context.setVariable(name, value);
    }
}
