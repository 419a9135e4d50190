package org.boundsession.binding;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that has not proved the secret of its session, as a public servlet sees it: without the bound session that
 * its cookie names, because a stolen cookie names it as well. A session that is not bound is shown. A servlet that is
 * reached by a FORWARD or INCLUDE sees the same.
 */
public final class UnprovedRequest extends HttpServletRequestWrapper {

    private final Function<HttpServletRequest, AsyncContext> async;
    private final Sessions sessions;

    /** How many of the filter and the login, which check the secret themselves, are to see the session. */
    private final AtomicInteger checks = new AtomicInteger();

    UnprovedRequest(HttpServletRequest request, Function<HttpServletRequest, AsyncContext> async, Sessions sessions) {
        super(request);
        this.async = async;
        this.sessions = sessions;
    }

    /**
     * Shows the session, also behind wrappers of others, because the caller checks the secret: the filter, which decides
     * again on an asynchronous request, or the login that a public servlet has forwarded to.
     */
    public static void show(ServletRequest request) {
        change(request, 1);
    }

    /** Undoes one {@link #show}. */
    public static void hide(ServletRequest request) {
        change(request, -1);
    }

    private static void change(ServletRequest request, int difference) {
        ServletRequest layer = request;
        while (layer instanceof ServletRequestWrapper wrapper) {
            if (wrapper instanceof UnprovedRequest unproved) {
                unproved.checks.addAndGet(difference);
            }
            layer = wrapper.getRequest();
        }
    }

    private boolean hides(HttpSession session) {
        return checks.get() == 0 && sessions.isBound(session);
    }

    /** @throws IllegalStateException if {@code create} is true and the session is bound */
    @Override
    public @Nullable HttpSession getSession(boolean create) {
        HttpSession session = super.getSession(create);
        if (session == null || !hides(session)) {
            return session;
        }
        if (create) {
            throw refused();
        }
        return null;
    }

    @Override
    public HttpSession getSession() {
        HttpSession session = super.getSession();
        if (hides(session)) {
            throw refused();
        }
        return session;
    }

    @Override
    public String changeSessionId() {
        HttpSession session = super.getSession(false);
        if (session != null && hides(session)) {
            throw refused();
        }
        return super.changeSessionId();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return super.isRequestedSessionIdValid() && getSession(false) != null;
    }

    /** The container's own would give the servlet the request without this wrapper. */
    @Override
    public AsyncContext startAsync() {
        return async.apply(this);
    }

    private static IllegalStateException refused() {
        return new IllegalStateException(
                "a public servlet cannot use the session of a client that has not proved its secret");
    }
}
