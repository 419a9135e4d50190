package org.boundsession.web;

import jakarta.servlet.ServletRegistration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a servlet requires of a request, as declared by its init-parameters: {@code bound-session.access} is {@code
 * public}, {@code bound} (the default) or the name of a role; {@code bound-session.methods} lists the allowed methods,
 * by default all; {@code bound-session.resource} names the resource in a 403; {@code bound-session.body} is {@code
 * dropped} if the servlet does not read request bodies; {@code bound-session.proof} lists the kinds of binding that are
 * accepted, by default all. Immutable.
 *
 * @param role the required role, null if none is required
 * @param methods the allowed methods, empty if all are
 * @param denied the refusal of a user without the role
 * @param dropsBody whether a request body is read and discarded before the servlet is called
 * @param endsSession whether the servlet ends the session
 * @param proofs the kinds of binding that are accepted; empty if all are
 */
record Access(
        Kind kind,
        @Nullable String role,
        List<String> methods,
        Refusal denied,
        boolean dropsBody,
        boolean endsSession,
        Set<String> proofs) {

    enum Kind {
        /** Every request is admitted, but sees no bound session. */
        PUBLIC,
        /** A public servlet of this library, which proves or opens sessions itself; every request is admitted. */
        OWN,
        /** A static file; every request is admitted. */
        ASSET,
        /** The same, and its page may use inline styles. */
        STYLED_ASSET,
        /** A static file that a setting disables: 404 for every request. */
        ABSENT,
        /** A request must prove the secret of a bound session, and its user must have the role, if there is one. */
        BOUND,
        /**
         * Nothing is served: 404 with a bound session, otherwise 401, so that the answer does not tell which paths
         * exist.
         */
        NOTHING
    }

    private static final String BOUND = "bound";
    private static final String PUBLIC = "public";
    private static final String DROPPED = "dropped";

    private static final Pattern METHOD = Pattern.compile("[A-Z]+");
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");

    private static final List<String> OWN = List.of(
            LoginServlet.class.getName(),
            HealthServlet.class.getName(),
            MetricsServlet.class.getName(),
            ErrorServlet.class.getName());

    private static final Refusal DENIED = Refusal.accessDenied("this resource");

    private static final List<String> READ = List.of("GET", "HEAD");

    static final Access ASSET = new Access(Kind.ASSET, null, READ, DENIED, true, false, Set.of());
    static final Access STYLED_ASSET = new Access(Kind.STYLED_ASSET, null, READ, DENIED, true, false, Set.of());
    static final Access ABSENT = new Access(Kind.ABSENT, null, List.of(), DENIED, true, false, Set.of());
    static final Access NOTHING = new Access(Kind.NOTHING, null, List.of(), DENIED, false, false, Set.of());
    static final Access UNDECLARED = new Access(Kind.BOUND, null, List.of(), DENIED, false, false, Set.of());

    static Access declaredBy(ServletRegistration servlet) {
        InitParameters parameters = new InitParameters(servlet);
        List<String> methods = methods(parameters);
        Refusal denied = parameters
                .find(InitParameters.RESOURCE)
                .map(Refusal::accessDenied)
                .orElse(DENIED);
        boolean dropsBody = dropsBody(parameters);
        Set<String> proofs = proofs(parameters);
        String access = parameters.find(InitParameters.ACCESS).orElse(BOUND);
        if (access.equals(PUBLIC) && !proofs.isEmpty()) {
            throw parameters.malformed(InitParameters.PROOF, "no such parameter, because the servlet is public");
        }
        return switch (access) {
            case PUBLIC ->
                new Access(isOwn(servlet) ? Kind.OWN : Kind.PUBLIC, null, methods, denied, dropsBody, false, Set.of());
            case BOUND -> new Access(Kind.BOUND, null, methods, denied, dropsBody, isLogout(servlet), proofs);
            case "" -> throw parameters.malformed(InitParameters.ACCESS, "\"public\", \"bound\" or the name of a role");
            default -> new Access(Kind.BOUND, access, methods, denied, dropsBody, isLogout(servlet), proofs);
        };
    }

    private static boolean isOwn(ServletRegistration servlet) {
        return OWN.stream().anyMatch(name -> name.equals(servlet.getClassName()));
    }

    private static boolean isLogout(ServletRegistration servlet) {
        return LogoutServlet.class.getName().equals(servlet.getClassName());
    }

    private static List<String> methods(InitParameters parameters) {
        Optional<String> list = parameters.find(InitParameters.METHODS);
        if (list.isPresent() && list.get().isEmpty()) {
            throw parameters.malformed(
                    InitParameters.METHODS, "HTTP methods, comma-separated, or no such parameter if all are allowed");
        }
        List<String> methods =
                list.map(text -> List.of(text.split("\\s*,\\s*", -1))).orElse(List.of());
        if (!methods.stream().allMatch(METHOD.asMatchPredicate())) {
            throw parameters.malformed(InitParameters.METHODS, "HTTP methods in upper case, comma-separated");
        }
        return methods;
    }

    private static Set<String> proofs(InitParameters parameters) {
        Optional<String> list = parameters.find(InitParameters.PROOF);
        List<String> stated =
                list.map(text -> List.of(text.split("\\s*,\\s*", -1))).orElse(List.of());
        Set<String> kinds = Set.copyOf(stated);
        if (!kinds.stream().allMatch(KIND.asMatchPredicate()) || kinds.size() < stated.size()) {
            throw parameters.malformed(
                    InitParameters.PROOF,
                    "kinds of binding, each once, comma-separated, or no such parameter if all are accepted");
        }
        return kinds;
    }

    private static boolean dropsBody(InitParameters parameters) {
        Optional<String> body = parameters.find(InitParameters.BODY);
        if (body.isPresent() && !body.get().equals(DROPPED)) {
            throw parameters.malformed(
                    InitParameters.BODY, "\"dropped\", or no such parameter if the servlet reads its request bodies");
        }
        return body.isPresent();
    }

    boolean isAsset() {
        return kind == Kind.ASSET || kind == Kind.STYLED_ASSET;
    }

    boolean accepts(String kind) {
        return proofs.isEmpty() || proofs.contains(kind);
    }

    boolean allows(String method) {
        return methods.isEmpty() || methods.contains(method);
    }
}
