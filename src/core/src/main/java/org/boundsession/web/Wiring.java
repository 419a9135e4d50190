package org.boundsession.web;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.SessionTrackingMode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks at start what would leave an application unguarded: a {@code web.xml} can override each entry of the library's
 * web fragment by its name (Jakarta Servlet 6.0, section 8.2.3).
 */
final class Wiring {

    private static final String EVERYTHING = "/*";

    private static final Set<Class<?>> OF_OPERATORS =
            Set.of(AdminSessionsServlet.class, ThrottledServlet.class, DrainServlet.class);

    private static final Set<Class<?>> SERVLETS =
            Set.of(LoginServlet.class, LogoutServlet.class, HealthServlet.class, ErrorServlet.class);

    private Wiring() {}

    /**
     * @param kinds the names of all kinds of binding
     * @throws IllegalArgumentException with the entry, and what to do
     */
    static void check(ServletContext context, Set<String> kinds) {
        FilterRegistration guard = guardOf(context)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no filter has the class " + BoundSessionFilter.class.getName() + ", so nothing is guarded."
                                + " A web.xml that reads no web fragment must declare it, and no other filter may have"
                                + " its name"));
        if (!guard.getUrlPatternMappings().contains(EVERYTHING)) {
            throw new IllegalArgumentException("filter " + guard.getName() + ": expected a filter-mapping with the"
                    + " url-pattern " + EVERYTHING + ", because all other requests are not guarded");
        }
        SERVLETS.forEach(type -> checkName(context, type));
        // First, because a name that is not understood would look like a missing role.
        InitParameters.check(context);
        context.getServletRegistrations().values().forEach(Wiring::checkRole);
        context.getServletRegistrations().values().forEach(servlet -> checkProof(servlet, kinds));
        checkLogin(context);
        checkTracking(context);
    }

    static Optional<? extends FilterRegistration> guardOf(ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .filter(filter -> BoundSessionFilter.class.getName().equals(filter.getClassName()))
                .findFirst();
    }

    /**
     * A servlet with the name of one in the fragment gets the init-parameters of that one, and may be public by them.
     */
    private static void checkName(ServletContext context, Class<?> type) {
        ServletRegistration named = context.getServletRegistration(type.getSimpleName());
        if (named != null && !type.getName().equals(named.getClassName())) {
            throw new IllegalArgumentException("servlet " + type.getSimpleName() + ": this name belongs to "
                    + type.getName() + ", whose init-parameters " + named.getClassName()
                    + " would get; give it another name");
        }
    }

    private static void checkRole(ServletRegistration servlet) {
        boolean isOfOperators =
                OF_OPERATORS.stream().anyMatch(type -> type.getName().equals(servlet.getClassName()));
        if (isOfOperators && Access.declaredBy(servlet).role() == null) {
            throw new InitParameters(servlet)
                    .malformed(InitParameters.ACCESS, "a role, because the servlet acts on the sessions of all users");
        }
    }

    private static void checkProof(ServletRegistration servlet, Set<String> kinds) {
        if (!kinds.containsAll(Access.declaredBy(servlet).proofs())) {
            throw new InitParameters(servlet)
                    .malformed(InitParameters.PROOF, "kinds of binding that are present: " + String.join(", ", kinds));
        }
    }

    private static void checkLogin(ServletContext context) {
        if (loginPaths(context).findAny().isEmpty()) {
            throw new IllegalArgumentException(
                    "servlet LoginServlet: no url-pattern is mapped to it, perhaps because another"
                            + " servlet has the same one; without it nobody can log in");
        }
    }

    /** Returns the url-patterns of the login servlet. */
    static Stream<String> loginPaths(ServletContext context) {
        return context.getServletRegistrations().values().stream()
                .filter(servlet -> LoginServlet.class.getName().equals(servlet.getClassName()))
                .flatMap(servlet -> servlet.getMappings().stream());
    }

    /** Returns the name of the servlet that errors may reach; empty if there is none. */
    static String errorServlet(ServletContext context, InitParameters ofGuard) {
        String name = ofGuard.find(InitParameters.ERROR_SERVLET).orElse("");
        if (!name.isEmpty() && !name.equals(AccessRules.FILES) && context.getServletRegistration(name) == null) {
            throw ofGuard.malformed(
                    InitParameters.ERROR_SERVLET,
                    "the name of a servlet, or " + AccessRules.FILES + " for static files");
        }
        return name;
    }

    private static void checkTracking(ServletContext context) {
        if (context.getEffectiveSessionTrackingModes().contains(SessionTrackingMode.URL)) {
            throw new IllegalArgumentException(
                    "<tracking-mode> in web.xml: expected COOKIE alone, because a URL that holds a"
                            + " session id is stored in logs and histories");
        }
    }
}
