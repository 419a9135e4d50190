package org.boundsession.client.it.camel;

import java.net.URI;
import java.util.List;
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
        private List<Change> changes = List.of();

        private Setup(URI root) {
            String url = root.toString();
            with("url", url.substring(0, url.length() - 1));
            with("general.name", "general").with("general.password", "general-password");
            with("admin.name", "admin").with("admin.password", "admin-password");
            with("user_secret", GENERAL_SECRET).with("admin_secret", ADMIN_SECRET);
            binding(Binding.SECRET);
        }

        Setup with(String property, String value) {
            properties.setProperty(property, value);
            return this;
        }

        Setup binding(Binding binding) {
            return with("binding", binding.setting());
        }

        Setup scripts(Scripts used) {
            scripts = used;
            return this;
        }

        Setup changed(Change... all) {
            changes = List.of(all);
            return this;
        }

        Flow start() {
            CamelContext context = new DefaultCamelContext();
            try {
                scripts.addTo(context, properties);
                context.getPropertiesComponent().setInitialProperties(properties);
                Routes.addTo(context, changes);
            } catch (Exception e) {
                throw new IllegalStateException("The routes cannot be loaded", e);
            }
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
        Exchange exchange = request(user, path, headers);
        if (exchange.getException() != null) {
            throw new AssertionError("The flow failed", exchange.getException());
        }
        String status = exchange.getProperty("callStatus", String.class);
        return new Result(status, exchange.getMessage().getBody(String.class), exchange);
    }

    /** Calls a server that cannot be reached. */
    Exchange failing(String path) {
        return request("general", path, Map.of());
    }

    private Exchange request(String user, String path, Map<String, Object> headers) {
        return template.request("direct:" + user, request -> {
            request.getMessage().setBody(path);
            request.getMessage().getHeaders().putAll(headers);
        });
    }

    /** Returns the cookie that a variable keeps; null if there is none. */
    String cookie(String variable) {
        String kept = kept(variable);
        return kept == null ? null : kept.replaceFirst(" .*", "");
    }

    /** Returns all that a variable keeps: the cookie and, with a signature, the key. */
    String kept(String variable) {
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
