package org.boundsession.web;

import jakarta.servlet.ServletRegistration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a servlet asks of a request, as its entry in {@code web.xml} states it in init-parameters: {@code access} is
 * {@code public}, {@code bound} (the default) or a role; {@code methods} the allowed ones, all if it is absent;
 * {@code resource} what a refusal calls it; {@code body} is {@code dropped} if the servlet does not read request bodies.
 *
 * @param role the role that is needed, null if none is
 * @param methods the allowed ones, none for all
 * @param dropsBody whether a request body is read and dropped before the servlet is called
 */
record Access(Kind kind, @Nullable String role, List<String> methods, Refusal denied, boolean dropsBody) {

    enum Kind {
        /** Anybody. */
        PUBLIC,
        /** Anybody; a static file. */
        ASSET,
        /** A request that proves the secret of a bound session, and whose user has the role, if there is one. */
        BOUND,
        /** Not served; a request without a session is not even told that it does not exist. */
        NOTHING
    }

    static final String ACCESS = "access";
    static final String BOUND = "bound";
    static final String PUBLIC = "public";
    private static final String BODY = "body";
    private static final String DROPPED = "dropped";

    private static final Refusal DENIED = Refusal.accessDenied("this resource");

    static final Access ASSET = new Access(Kind.ASSET, null, List.of("GET", "HEAD"), DENIED, true);
    static final Access NOTHING = new Access(Kind.NOTHING, null, List.of(), DENIED, false);
    static final Access UNDECLARED = new Access(Kind.BOUND, null, List.of(), DENIED, false);

    static Access declaredBy(ServletRegistration servlet) {
        String access = servlet.getInitParameter(ACCESS);
        List<String> methods = words(servlet.getInitParameter("methods"));
        String resource = servlet.getInitParameter("resource");
        Refusal denied = resource == null ? DENIED : Refusal.accessDenied(resource.strip());
        boolean dropsBody = dropsBody(servlet);
        if (access == null || access.strip().equals(BOUND)) {
            return new Access(Kind.BOUND, null, methods, denied, dropsBody);
        }
        if (access.isBlank()) {
            throw new IllegalArgumentException(
                    "servlet " + servlet.getName() + ": access must be public, bound or a role");
        }
        if (access.strip().equals(PUBLIC)) {
            return new Access(Kind.PUBLIC, null, methods, denied, dropsBody);
        }
        return new Access(Kind.BOUND, access.strip(), methods, denied, dropsBody);
    }

    private static boolean dropsBody(ServletRegistration servlet) {
        String body = servlet.getInitParameter(BODY);
        if (body == null) {
            return false;
        }
        if (body.strip().equals(DROPPED)) {
            return true;
        }
        throw new IllegalArgumentException("servlet " + servlet.getName() + ": body must be dropped, or absent");
    }

    private static List<String> words(@Nullable String list) {
        return list == null ? List.of() : List.of(list.strip().split("\\s*,\\s*"));
    }

    boolean allows(String method) {
        return methods.isEmpty() || methods.contains(method);
    }
}
