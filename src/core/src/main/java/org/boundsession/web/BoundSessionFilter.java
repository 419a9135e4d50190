package org.boundsession.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.boundsession.admin.HttpTimings;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.UnprovedRequest;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;

/**
 * Guards the whole application and denies by default: a request passes if the servlet that will serve it is public, or
 * if its cookie names a bound session, it proves possession (of the secret, for example), and the session has the role.
 * Thread-safe.
 *
 * <p>Filter parameters in {@code web.xml}: {@code bound-session.public-files}, the patterns of public static files, and
 * {@code bound-session.error-servlet}, the only servlet to which the container may dispatch errors.
 */
public final class BoundSessionFilter implements Filter {

    private static final Logger LOG = System.getLogger(BoundSessionFilter.class.getName());

    private BoundSessions sessions;
    private Verdicts verdicts;
    private Verdicts.Refuser refuser;
    private SessionEvents events;
    private SecurityHeaders headers;
    private Answers answers;
    private Boundary boundary;
    private AccessRules rules;
    private BodyPolicy bodies;
    private ServedPath servedPath;
    private RequestTimes times;
    private String errorServlet;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public BoundSessionFilter() {}

    @Override
    public void init(FilterConfig config) {
        ServletContext context = config.getServletContext();
        sessions = Parts.of(context, BoundSessions.class);
        verdicts = Parts.of(context, Verdicts.class);
        events = Parts.of(context, SessionEvents.class);
        headers = Parts.of(context, SecurityHeaders.class);
        answers = Parts.of(context, Answers.class);
        refuser = new GuardRefuser(answers);
        boundary = new Boundary(headers, answers);
        servedPath = new ServedPath(context);
        times = new RequestTimes(Parts.of(context, HttpTimings.class));
        InitParameters parameters = new InitParameters(context.getFilterRegistration(config.getFilterName()));
        rules = new AccessRules(context, StaticFiles.declaredBy(parameters, Parts.of(context, Console.class)));
        bodies = new BodyPolicy(context, headers, answers);
        errorServlet = Wiring.errorServlet(context, parameters);
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        if (!(servletRequest instanceof HttpServletRequest request)
                || !(servletResponse instanceof HttpServletResponse response)) {
            throw new ServletException("only HTTP is served here");
        }
        switch (request.getDispatcherType()) {
            case FORWARD -> passForward(request, response, chain);
            case INCLUDE -> passInclude(request, response, chain);
            case ERROR -> passError(request, response, chain);
            case REQUEST -> times.pass(request, response, () -> begin(request, response, chain));
            case ASYNC -> {
                UnprovedRequest.show(request);
                withSession(request, response, chain);
            }
        }
    }

    /**
     * A filter that runs before this one may forward a request that nothing has decided: its target is decided here.
     */
    private void passForward(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (ServedPath.isSetOn(request)) {
            chain.doFilter(request, response);
            return;
        }
        times.pass(request, response, () -> begin(request, response, chain));
    }

    /** The mapping of an INCLUDE is that of the including request, so what it includes cannot be decided. */
    private static void passInclude(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (ServedPath.isSetOn(request)) {
            chain.doFilter(request, response);
            return;
        }
        LOG.log(
                Level.WARNING,
                "An INCLUDE is refused, because a filter before BoundSessionFilter asks for it. State the filter-mapping of"
                        + " BoundSessionFilter first in web.xml");
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
        String path = ServedPath.of(request);
        servedPath.setOn(request, path);
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
        boundary.pass(request, response, () -> decide(sessions.attach(request), response, chain));
    }

    private void passError(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        headers.applyTo(request, response);
        if (errorServlet.equals(request.getHttpServletMapping().getServletName())) {
            chain.doFilter(BoundRequest.isAdmitted(request) ? request : unproved(request, response), response);
            return;
        }
        answers.refuse(response, Refusal.NOT_FOUND);
    }

    private void decide(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = ServedPath.of(request);
        servedPath.setOn(request, path);
        Access access = rules.of(request, path);
        if (access.isAsset() && access.allows(request.getMethod())) {
            passAsset(access, request, response, chain);
            return;
        }
        headers.applyTo(request, response);
        switch (access.kind()) {
            case ASSET, STYLED_ASSET, OWN -> passPublic(access, request, response, chain);
            case ABSENT -> answers.refuse(response, Refusal.NOT_FOUND);
            case PUBLIC -> passPublic(access, unproved(request, response), response, chain);
            case BOUND, NOTHING -> guard(access, request, response, chain);
        }
    }

    private void passAsset(Access access, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (access.kind() == Access.Kind.STYLED_ASSET) {
            headers.applyToStyledAsset(request, response);
        } else {
            headers.applyToAsset(request, response);
        }
        // The request itself: Tomcat uses sendfile for no other.
        chain.doFilter(request, response);
        if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
            // Undertow answers an unsatisfiable range or a failed precondition without an error page.
            headers.applyTo(request, response);
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

    private HttpServletRequest unproved(HttpServletRequest request, HttpServletResponse response) {
        return sessions.unproved(request, shown -> shown.startAsync(shown, response));
    }

    private void guard(Access access, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<LiveSession> found = verdicts.find(request);
        if (found.isEmpty()) {
            answers.refuse(response, Refusal.LOGIN_REQUIRED);
            return;
        }
        LiveSession live = access.endsSession() ? found.get().ending() : found.get();
        Evidence evidence = live.binding().possession().read(request);
        Unproved unproved = verdicts.unproved(live, evidence, request);
        if (unproved != null) {
            refuse(response, unproved);
            return;
        }
        switch (verdicts.verify(live, evidence, request, response, refuser)) {
            case VALID -> admit(access, live, request, response, chain);
            case ENDED -> answers.refuse(response, Refusal.LOGIN_REQUIRED);
            case MISMATCH, INVALIDATED, REFUSED -> {}
        }
    }

    private void refuse(HttpServletResponse response, Unproved unproved) throws IOException {
        if (unproved.reason() == Unproved.Reason.ABSENT) {
            answers.refuse(response, Refusal.LOGIN_REQUIRED);
            return;
        }
        answers.refuse(response, unproved);
    }

    private void admit(
            Access access,
            LiveSession live,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        if (access.kind() == Access.Kind.NOTHING) {
            answers.refuse(response, Refusal.NOT_FOUND);
            return;
        }
        if (!access.allows(request.getMethod())) {
            refuseMethod(access, response);
            return;
        }
        String role = access.role();
        if (role != null && !live.session().roles().contains(role)) {
            events.accessDenied(live.session(), Requester.of(request), role);
            answers.refuse(response, access.denied());
            return;
        }
        if (!access.accepts(live.session().kind())) {
            answers.refuse(response, Refusal.proofInsufficient(access.proofs()));
            return;
        }
        // Some containers preset a status for a request that they could not authenticate themselves.
        response.setStatus(HttpServletResponse.SC_OK);
        chain.doFilter(new BoundRequest(request, response, live), response);
    }

    private void refuseMethod(Access access, HttpServletResponse response) throws IOException {
        response.setHeader("Allow", String.join(", ", access.methods()));
        answers.refuse(response, Refusal.METHOD_NOT_ALLOWED);
    }
}
