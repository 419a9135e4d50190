package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.boundsession.binding.LiveSession;
import org.boundsession.session.BoundSession;

/**
 * An admitted request as the servlet behind the filter sees it: with the user and the roles of its session.
 */
final class BoundRequest extends HttpServletRequestWrapper {

    private static final String AUTH_TYPE = "BoundSession";

    private static final String ADMITTED = LiveSession.class.getName();

    private final BoundSession session;

    /** @param response the response of the servlet, for asynchronous processing */
    BoundRequest(HttpServletRequest request, HttpServletResponse response, LiveSession admitted) {
        super(BufferedBody.unread(request, response));
        this.session = admitted.session();
        request.setAttribute(ADMITTED, admitted);
        request.setAttribute(BoundSession.ATTRIBUTE, session);
        request.setAttribute(BoundSession.BINDING_ATTRIBUTE, session.kind());
    }

    /** Returns the session that the filter has verified, so that a servlet needs no second look-up. */
    static LiveSession sessionOf(HttpServletRequest request) {
        Object admitted = request.getAttribute(ADMITTED);
        if (admitted == null) {
            throw new IllegalStateException("the servlet must be bound: bound-session.access in web.xml");
        }
        return (LiveSession) admitted;
    }

    /** Returns whether the filter has admitted this request, to whichever servlet it is dispatched now. */
    static boolean isAdmitted(HttpServletRequest request) {
        return request.getAttribute(ADMITTED) != null;
    }

    private record User(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    @Override
    public Principal getUserPrincipal() {
        return new User(session.user());
    }

    @Override
    public String getRemoteUser() {
        return session.user();
    }

    @Override
    public boolean isUserInRole(String role) {
        return session.roles().contains(role);
    }

    @Override
    public String getAuthType() {
        return AUTH_TYPE;
    }

    /**
     * @throws IllegalStateException always: the secret is bound to the id, so a new id is a new login
     */
    @Override
    public String changeSessionId() {
        throw new IllegalStateException("the id of a bound session cannot be changed; a login makes a new one");
    }
}
