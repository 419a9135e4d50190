package org.boundsession.web;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The roles that an application knows: those that its servlets require, and the {@code <security-role>}s of its {@code
 * web.xml}, which a servlet may query by {@code isUserInRole}. The servlet API does not expose the latter.
 */
final class DeclaredRoles {

    private static final String WEB_XML = "/WEB-INF/web.xml";

    private DeclaredRoles() {}

    /**
     * Returns the roles in alphabetical order.
     *
     * @throws IllegalArgumentException if {@code web.xml} cannot be read, or a servlet's init-parameter is not
     *     understood
     */
    static Set<String> of(ServletContext context) {
        Set<String> roles = new TreeSet<>(AccessRules.rolesOf(context));
        try (InputStream in = context.getResourceAsStream(WEB_XML)) {
            if (in != null) {
                addSecurityRoles(reader(in), roles);
            }
        } catch (IOException | XMLStreamException e) {
            throw new IllegalArgumentException("web.xml cannot be read for its security-roles", e);
        }
        return roles;
    }

    private static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(in);
    }

    private static void addSecurityRoles(XMLStreamReader xml, Set<String> roles) throws XMLStreamException {
        boolean inside = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    inside |= xml.getLocalName().equals("security-role");
                    if (inside && xml.getLocalName().equals("role-name")) {
                        roles.add(xml.getElementText().strip());
                    }
                }
                case XMLStreamReader.END_ELEMENT ->
                    inside &= !xml.getLocalName().equals("security-role");
                default -> {}
            }
        }
    }
}
