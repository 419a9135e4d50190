package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredRolesTest {

    @Test
    void readsSecurityRolesThatNoServletRequires() {
        assertThat(DeclaredRoles.of(context("""
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee">
                  <servlet>
                    <security-role-ref><role-name>mgr</role-name><role-link>manager</role-link></security-role-ref>
                  </servlet>
                  <security-role><description>reads</description><role-name> auditor </role-name></security-role>
                  <security-constraint><auth-constraint><role-name>**</role-name></auth-constraint></security-constraint>
                  <security-role><role-name>manager</role-name></security-role>
                </web-app>
                """))).containsExactly("auditor", "manager");
    }

    @Test
    void knowsNoneWithoutWebXml() {
        assertThat(DeclaredRoles.of(context(null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<web-app><security-role>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                        + "<web-app><security-role><role-name>&x;</role-name></security-role></web-app>"
            })
    void refusesXmlThatItCannotRead(String xml) {
        assertThatThrownBy(() -> DeclaredRoles.of(context(xml)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("web.xml");
    }

    private static ServletContext context(String webXml) {
        return (ServletContext) Proxy.newProxyInstance(
                DeclaredRolesTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getServletRegistrations", "getFilterRegistrations" -> Map.of();
                    case "getResourceAsStream" ->
                        webXml == null ? null : new ByteArrayInputStream(webXml.getBytes(StandardCharsets.UTF_8));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
