package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A jboss-web.xml that maps another role to a user: WildFly confirms it, other containers do not read the file. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MappedRolesInsideIT {

    private static final String JBOSS_WEB_XML = """
            <jboss-web>
              <security-role>
                <role-name>admin</role-name>
                <principal-name>general</principal-name>
              </security-role>
            </jboss-web>
            """;

    @ArquillianResource
    URL url;

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.packaged().add(new StringAsset(JBOSS_WEB_XML), "/WEB-INF/jboss-web.xml");
    }

    @Test
    void hasTheRolesThatTheContainerConfirms() {
        boolean isWildFly = "wildfly".equals(System.getProperty("arquillian.launch"));
        Client client = DeployedWar.clientOf(url);

        Response login = DeployedWar.patientLogin(client, "general", DeployedWar.SECRET);
        Response payments = client.send(
                Request.get("/getpaymentdetails").cookie(login.sessionId()).secret(DeployedWar.SECRET));

        assertThat(login.body()).contains(isWildFly ? "\"roles\":[\"admin\",\"general\"]" : "\"roles\":[\"general\"]");
        assertThat(payments.status()).isEqualTo(isWildFly ? 200 : 403);
    }
}
