package org.boundsession.web;

import jakarta.servlet.Registration;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The init-parameters by which a servlet or filter declares what it requires. Their names have a prefix, because the
 * servlet may come from a library and have parameters of its own. Immutable.
 */
record InitParameters(Registration declared) {

    static final String ACCESS = "access";
    static final String METHODS = "methods";
    static final String RESOURCE = "resource";
    static final String BODY = "body";
    static final String PROOF = "proof";
    static final String PUBLIC_FILES = "public-files";
    static final String INLINE_STYLE_FILES = "inline-style-files";
    static final String CONSOLE_FILES = "console-files";
    static final String ERROR_SERVLET = "error-servlet";

    private static final String PREFIX = "bound-session.";
    private static final Set<String> OF_SERVLETS = Set.of(ACCESS, METHODS, RESOURCE, BODY, PROOF);
    /**
     * Former names, without the prefix, that must not be ignored, because a resource would become accessible; not
     * {@code body} and {@code proof}, which never had a name without the prefix.
     */
    private static final Set<String> FORMER = Set.of(ACCESS, METHODS, RESOURCE, PUBLIC_FILES, ERROR_SERVLET);

    private static final Set<String> OF_FILTERS =
            Set.of(PUBLIC_FILES, INLINE_STYLE_FILES, CONSOLE_FILES, ERROR_SERVLET);

    /**
     * Checks the names of all init-parameters: if that of a role were misspelt and ignored, every session could use the
     * servlet.
     *
     * @throws IllegalArgumentException if a name is unknown; the message names the servlet or filter, the parameter and
     *     what to do
     */
    static void check(ServletContext context) {
        context.getServletRegistrations().values().forEach(servlet -> check("servlet", servlet, OF_SERVLETS));
        context.getFilterRegistrations().values().forEach(filter -> check("filter", filter, OF_FILTERS));
    }

    private static void check(String kind, Registration declared, Set<String> known) {
        Set<String> names = new TreeSet<>(declared.getInitParameters().keySet());
        for (String name : names) {
            if (known.contains(name) && FORMER.contains(name) && !names.contains(PREFIX + name)) {
                throw refused(
                        kind,
                        declared,
                        name,
                        " is called " + PREFIX + name + " now; rename it in web.xml, or state both if it is the " + kind
                                + "'s own");
            }
            if (name.startsWith(PREFIX) && !known.contains(name.substring(PREFIX.length()))) {
                throw refused(kind, declared, name, " is unknown; expected one of " + prefixed(known));
            }
        }
    }

    private static String prefixed(Set<String> names) {
        return names.stream().map(PREFIX::concat).sorted().collect(Collectors.joining(", "));
    }

    /** Returns the stripped value; empty if there is no such parameter. */
    Optional<String> find(String name) {
        Map<String, String> parameters = declared.getInitParameters();
        return Optional.ofNullable(parameters.get(PREFIX + name)).map(String::strip);
    }

    /** Returns the exception for a parameter whose value is not accepted. */
    IllegalArgumentException malformed(String name, String expected) {
        return refused(
                OF_FILTERS.contains(name) ? "filter" : "servlet", declared, PREFIX + name, ": expected " + expected);
    }

    private static IllegalArgumentException refused(String kind, Registration declared, String name, String what) {
        return new IllegalArgumentException(kind + " " + declared.getName() + ": the init-parameter " + name + what);
    }
}
