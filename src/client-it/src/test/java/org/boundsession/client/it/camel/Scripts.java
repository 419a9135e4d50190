package org.boundsession.client.it.camel;

import com.sap.it.api.ITApiFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.boundsession.guide.Guide;

/** What sets the secret, signs, and reads the answers. */
enum Scripts {

    /** The steps that two-users.camel.yaml brings. */
    NONE(""),
    /** The scripts of the kit. */
    V1("src/client/cpi/"),
    /** Those that the build derives from them. */
    V2("src/client/target/cpi/v2/");

    /** Each is a route of two-users.camel.yaml, and a script of the kit. */
    static final List<String> STEPS = List.of("set-secret", "sign-request", "extract-cookie", "read-refusal");

    private final String directory;

    Scripts(String directory) {
        this.directory = directory;
    }

    void addTo(CamelContext context, Properties properties) throws Exception {
        if (this == NONE) {
            return;
        }
        for (String secret : new String[] {"user_secret", "admin_secret"}) {
            ITApiFactory.deploy(secret, (String) properties.remove(secret));
        }
        for (String step : STEPS) {
            properties.putIfAbsent(step, "direct:" + file(step));
        }
        context.getRegistry().bind("platform", PlatformScript.FACTORY);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                STEPS.forEach(this::run);
            }

            private void run(String step) {
                from("direct:" + file(step)).script().groovy("resource:file:" + directory + file(step));
            }
        });
    }

    /** Returns the text of the script for this step. */
    String text(String step) {
        return Guide.read(Path.of(directory + file(step)));
    }

    /** Returns the name of the script for this step. */
    static String file(String step) {
        return step.replace('-', '_') + ".groovy";
    }
}
