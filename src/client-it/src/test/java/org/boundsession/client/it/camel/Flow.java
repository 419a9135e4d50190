package org.boundsession.client.it.camel;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** The flow with two users, in a Camel of its own. Thread-safe after the start. */
final class Flow implements AutoCloseable {

    static final String GENERAL_SECRET = "secret-of-the-general-user";
    static final String ADMIN_SECRET = "secret-of-the-admin-user";

    private final CamelContext context;
    private final ProducerTemplate template;

    private Flow(CamelContext context) {
        this.context = context;
        this.template = context.createProducerTemplate();
    }

    /** What the flow gives back: the status of the last call, or the code of a refused login, and the body. */
    record Result(String status, String body, Exchange exchange) {}

    /** Sets up a flow before its start. Not thread-safe. */
    static final class Setup {

        private final Properties properties = new Properties();
        private Scripts scripts = Scripts.V1;
        private String[] changes = {};

        private Setup(URI root) {
            String url = root.toString();
            with("url", url.substring(0, url.length() - 1));
            with("general.name", "general").with("general.password", "general-password");
            with("admin.name", "admin").with("admin.password", "admin-password");
            with("user_secret", GENERAL_SECRET).with("admin_secret", ADMIN_SECRET);
        }

        Setup with(String property, String value) {
            properties.setProperty(property, value);
            return this;
        }

        Setup scripts(Scripts used) {
            scripts = used;
            return this;
        }

        /** Replaces each first text of a pair in the route by the second. */
        Setup changed(String... pairs) {
            changes = pairs;
            return this;
        }

        Flow start() throws Exception {
            CamelContext context = new DefaultCamelContext();
            scripts.addTo(context, properties);
            context.getPropertiesComponent().setInitialProperties(properties);
            Routes.addTo(context, changes);
            context.start();
            return new Flow(context);
        }
    }

    static Setup to(URI root) {
        return new Setup(root);
    }

    Result general(String path) {
        return call("general", path, Map.of());
    }

    Result admin(String path) {
        return call("admin", path, Map.of());
    }

    /** Calls with headers that came in from outside. */
    Result call(String user, String path, Map<String, Object> headers) {
        Exchange exchange = template.request("direct:" + user, request -> {
            request.getMessage().setBody(path);
            request.getMessage().getHeaders().putAll(headers);
        });
        if (exchange.getException() != null) {
            throw new AssertionError("The flow failed", exchange.getException());
        }
        String status = exchange.getProperty("callStatus", String.class);
        return new Result(status, exchange.getMessage().getBody(String.class), exchange);
    }

    /** Returns the cookie that a variable keeps; null if there is none. */
    String cookie(String variable) {
        return (String) Routes.variable(context, variable);
    }

    void setCookie(String variable, String value) {
        Routes.setVariable(context, variable, value);
    }

    CamelContext context() {
        return context;
    }

    @Override
    public void close() {
        context.stop();
    }
}
