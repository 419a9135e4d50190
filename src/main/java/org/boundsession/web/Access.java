package org.boundsession.web;

import jakarta.servlet.ServletRegistration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a servlet asks of a request, as its entry in {@code web.xml} states it in init-parameters: {@code access} is
 * {@code public}, {@code bound} (the default) or a role; {@code methods} the allowed ones, all where it is absent;
 * {@code resource} what a refusal calls it.
 *
 * @param role the role that is needed, null where none is
 * @param methods the allowed ones, none for all
 */
record Access(Kind kind, @Nullable String role, List<String> methods, Refusal denied) {

    enum Kind {
        /** Anybody. */
        PUBLIC,
        /** Anybody; a static file. */
        ASSET,
        /** Whoever proves the secret of a bound session, in the role, where there is one. */
        BOUND,
        /** Nobody; not even its absence is told to those without a session. */
        NOTHING
    }

    static final String ACCESS = "access";
    static final String BOUND = "bound";
    static final String PUBLIC = "public";

    private static final Refusal DENIED = Refusal.accessDenied("this resource");

    static final Access ASSET = new Access(Kind.ASSET, null, List.of("GET", "HEAD"), DENIED);
    static final Access NOTHING = new Access(Kind.NOTHING, null, List.of(), DENIED);
    static final Access UNDECLARED = new Access(Kind.BOUND, null, List.of(), DENIED);

    static Access declaredBy(ServletRegistration servlet) {
        String access = servlet.getInitParameter(ACCESS);
        List<String> methods = words(servlet.getInitParameter("methods"));
        String resource = servlet.getInitParameter("resource");
        Refusal denied = resource == null ? DENIED : Refusal.accessDenied(resource.strip());
        if (access == null || access.strip().equals(BOUND)) {
            return new Access(Kind.BOUND, null, methods, denied);
        }
        if (access.isBlank()) {
            throw new IllegalArgumentException(
                    "servlet " + servlet.getName() + ": access must be public, bound or a role");
        }
        if (access.strip().equals(PUBLIC)) {
            return new Access(Kind.PUBLIC, null, methods, denied);
        }
        return new Access(Kind.BOUND, access.strip(), methods, denied);
    }

    private static List<String> words(@Nullable String list) {
        return list == null ? List.of() : List.of(list.strip().split("\\s*,\\s*"));
    }

    boolean allows(String method) {
        return methods.isEmpty() || methods.contains(method);
    }
}
