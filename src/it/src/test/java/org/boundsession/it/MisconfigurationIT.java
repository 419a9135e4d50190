package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.boundsession.http.Request;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;

/**
 * Entries in {@code web.xml} that would have no effect, because their names are outdated or misspelt, stop the
 * deployment.
 */
class MisconfigurationIT {

    @Test
    void deploysNoApplicationWhoseInitParametersAreNotUnderstood() {
        TomcatProcess.Base base = TomcatProcess.configured("misconfiguration");
        deploy(base, "renamed", xml -> xml.replace("bound-session.access", "access"));
        deploy(base, "misspelt", xml -> xml.replace("bound-session.methods", "bound-session.method"));
        deploy(base, "filter", xml -> xml.replace("bound-session.public-files", "public-files"));
        deploy(base, "setting", Wars.parameter("bcrypt-cost", "9"));
        deploy(base, "sound", Wars.parameter("bcrypt-cost", "11"));

        try (TomcatProcess tomcat = base.start()) {
            assertThat(tomcat.client("/sound").send(Request.get("/health/live")).status())
                    .isEqualTo(200);
            assertThat(new String[] {"/renamed", "/misspelt", "/filter", "/setting"})
                    .allSatisfy(path -> assertThat(tomcat.client(path)
                                    .send(Request.get("/health/live"))
                                    .status())
                            .as(path)
                            .isEqualTo(404));
            assertThat(tomcat.logs())
                    .contains("does not start: servlet")
                    .contains("the init-parameter access is called bound-session.access now")
                    .contains("the init-parameter bound-session.method is unknown")
                    .contains("filter BoundSessionFilter: the init-parameter public-files is called"
                            + " bound-session.public-files now")
                    .contains("bound-session.bcrypt-cost (context parameter): expected a whole number from 10 to 15");
        }
    }

    private static void deploy(TomcatProcess.Base base, String name, UnaryOperator<String> change) {
        Wars.withWebXml(name, change)
                .as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/" + name + ".war").toFile(), true);
    }
}
