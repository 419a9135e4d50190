package org.boundsession.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.binding.BoundSession;
import org.boundsession.binding.BusyException;
import org.boundsession.binding.Verdict;

/**
 * Stands before everything and refuses by default: a request passes if the servlet that will serve it is public, or if it
 * proves the secret of the bound session that its cookie names and has the role. Thread-safe.
 *
 * <p>Filter parameters in {@code web.xml}: {@code public-files}, the paths of static files that anybody may read, and
 * {@code error-servlet}, the only servlet that an error of the container may reach.
 */
public final class BoundSessionFilter implements Filter {

    /**
     * Request attribute with the path that is served, without query and path parameters: for the access log. It is encoded,
     * or a path with blanks would forge the fields behind it.
     */
    private static final String SERVED_PATH = "org.boundsession.path";

    private Web web;
    private AccessRules rules;
    private BodyPolicy bodies;
    private String contextPath;
    private String errorServlet;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // init is the constructor of what a container makes
    public BoundSessionFilter() {}

    @Override
    public void init(FilterConfig config) {
        web = Web.of(config.getServletContext());
        contextPath = UriPath.of(config.getServletContext());
        rules = new AccessRules(config.getServletContext(), words(config.getInitParameter("public-files")));
        bodies = new BodyPolicy(config.getServletContext(), web.headers(), web.answers());
        errorServlet =
                Optional.ofNullable(config.getInitParameter("error-servlet")).orElse("");
    }

    private static Set<String> words(String list) {
        return list == null || list.isBlank() ? Set.of() : Set.of(list.strip().split("\\s+"));
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        if (!(servletRequest instanceof HttpServletRequest request)
                || !(servletResponse instanceof HttpServletResponse response)) {
            throw new ServletException("only HTTP is served here");
        }
        switch (request.getDispatcherType()) {
            case FORWARD, INCLUDE -> chain.doFilter(request, response);
            case ERROR -> passError(request, response, chain);
            case REQUEST -> begin(request, response, chain);
            case ASYNC -> withSession(request, response, chain);
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (RequestBody.isAnnounced(request)) {
            beginWithBody(request, response, chain);
            return;
        }
        withSession(request, response, chain);
    }

    private void beginWithBody(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = servedPath(request);
        nameServedPath(request, path);
        if (rules.of(request, path).dropsBody() && bodies.takes(request, response, path)) {
            return;
        }
        TrackedFilterChain tracked = new TrackedFilterChain(chain, response);
        withSession(request, new HeldResponse(response), tracked);
        if (!tracked.wasCalled()) {
            bodies.dropAfterRefusal(request, response);
        }
    }

    private void withSession(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        StoreBoundary boundary = web.storeBoundary();
        if (boundary == null) {
            decide(request, response, chain);
        } else {
            boundary.pass(request, response, inside -> decide(inside, response, chain));
        }
    }

    private void passError(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        web.headers().applyTo(request, response);
        if (errorServlet.equals(request.getHttpServletMapping().getServletName())) {
            chain.doFilter(request, response);
            return;
        }
        web.answers().refuse(response, Refusal.NOT_FOUND);
    }

    private void decide(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = servedPath(request);
        nameServedPath(request, path);
        Access access = rules.of(request, path);
        if (access.kind() == Access.Kind.ASSET && access.allows(request.getMethod())) {
            passAsset(request, response, chain);
            return;
        }
        web.headers().applyTo(request, response);
        switch (access.kind()) {
            case ASSET, PUBLIC -> passPublic(access, request, response, chain);
            case BOUND, NOTHING -> guard(access, request, response, chain);
        }
    }

    private void passAsset(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        web.headers().applyToAsset(request, response);
        chain.doFilter(request, response);
        if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
            // Undertow refuses a range or a condition without an error page.
            web.headers().applyTo(request, response);
        }
    }

    private void passPublic(Access access, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (access.allows(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        refuseMethod(access, response);
    }

    private void guard(Access access, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<BoundSession> found = web.sessions().find(request);
        if (found.isEmpty()) {
            web.answers().refuse(response, Refusal.LOGIN_REQUIRED);
            return;
        }
        BoundSession session = found.get();
        SecretHeader.Reading secret = web.secretHeader().read(request);
        if (secret.isRefused()) {
            web.answers().refuse(response, secret.isMissing() ? Refusal.LOGIN_REQUIRED : secret.refusal());
            return;
        }
        Verdict verdict;
        try {
            verdict = web.sessions().verify(session, secret.secret(), request);
        } catch (BusyException unknown) {
            web.answers().refuse(response, Refusal.BUSY);
            return;
        }
        switch (verdict) {
            case VALID -> admit(access, session, request, response, chain);
            case MISMATCH -> {
                web.audit().record(Kind.POSSIBLE_THEFT, request, session, "another secret, session kept");
                web.answers().refuse(response, Refusal.SECRET_MISMATCH);
            }
            case INVALIDATED -> {
                web.cookie().delete(request, response);
                web.answers().refuse(response, Refusal.SESSION_INVALIDATED);
            }
            case ENDED -> web.answers().refuse(response, Refusal.LOGIN_REQUIRED);
        }
    }

    private void admit(
            Access access,
            BoundSession session,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        if (access.kind() == Access.Kind.NOTHING) {
            web.answers().refuse(response, Refusal.NOT_FOUND);
            return;
        }
        if (!access.allows(request.getMethod())) {
            refuseMethod(access, response);
            return;
        }
        if (access.role() != null && !session.roles().contains(access.role())) {
            web.audit().record(Kind.ACCESS_DENIED, request, session, "the role " + access.role() + " is missing");
            web.answers().refuse(response, access.denied());
            return;
        }
        // Some containers preset a status for a request that they could not authenticate themselves.
        response.setStatus(HttpServletResponse.SC_OK);
        chain.doFilter(new BoundRequest(request, session), response);
    }

    private void refuseMethod(Access access, HttpServletResponse response) throws IOException {
        response.setHeader("Allow", String.join(", ", access.methods()));
        web.answers().refuse(response, Refusal.METHOD_NOT_ALLOWED);
    }

    private void nameServedPath(HttpServletRequest request, String path) {
        String encoded = UriPath.encode(path);
        request.setAttribute(SERVED_PATH, contextPath.isEmpty() ? encoded : contextPath + encoded);
    }

    private static String servedPath(HttpServletRequest request) {
        String pathInfo = request.getPathInfo();
        return pathInfo == null ? request.getServletPath() : request.getServletPath() + pathInfo;
    }
}
