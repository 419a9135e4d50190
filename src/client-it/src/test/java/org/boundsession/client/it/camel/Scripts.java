package org.boundsession.client.it.camel;

import com.sap.it.api.ITApiFactory;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/** What sets the secret and reads the answer of the login. */
enum Scripts {

    /** The steps that two-users.camel.yaml brings. */
    NONE(""),
    /** The scripts of the kit. */
    V1("src/client/cpi/"),
    /** Those that the build derives from them. */
    V2("src/client/target/cpi/v2/");

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
        properties.putIfAbsent("set-secret", "direct:set_secret.groovy");
        properties.putIfAbsent("extract-cookie", "direct:extract_cookie.groovy");
        context.getRegistry().bind("platform", PlatformScript.FACTORY);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                run("set_secret.groovy");
                run("extract_cookie.groovy");
            }

            private void run(String script) {
                from("direct:" + script).script().groovy("resource:file:" + directory + script);
            }
        });
    }
}
