package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Determines what a request requires by the servlet that the container has chosen for it, never by the text of the URI,
 * which has many spellings for one resource. Thread-safe.
 */
final class AccessRules {

    /** The container's servlet for static files, which has this name in all containers. */
    static final String FILES = "default";

    private static final String JSP_PAGES = "jsp";

    private final Map<String, Access> byServlet = new HashMap<>();
    private final StaticFiles files;

    /** @throws IllegalArgumentException if a servlet or filter has an init-parameter that is not understood */
    AccessRules(ServletContext context, StaticFiles files) {
        InitParameters.check(context);
        this.files = files;
        context.getServletRegistrations().forEach((name, servlet) -> byServlet.put(name, Access.declaredBy(servlet)));
    }

    Access of(HttpServletRequest request, String path) {
        String servlet = request.getHttpServletMapping().getServletName();
        return switch (servlet) {
            case FILES -> files.accessTo(path);
            // A page is code: it is served only if a servlet with <jsp-file> declares its access.
            case JSP_PAGES -> Access.NOTHING;
            default -> byServlet.getOrDefault(servlet, Access.UNDECLARED);
        };
    }

    /**
     * Returns the roles that servlets of this application require, in alphabetical order.
     *
     * @throws IllegalArgumentException if a servlet or filter has an init-parameter that is not understood
     */
    static Set<String> rolesOf(ServletContext context) {
        InitParameters.check(context);
        Set<String> roles = new TreeSet<>();
        for (ServletRegistration servlet : context.getServletRegistrations().values()) {
            String role = Access.declaredBy(servlet).role();
            if (role != null) {
                roles.add(role);
            }
        }
        return roles;
    }
}
