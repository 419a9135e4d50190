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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSessions;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the guard and gives each request its session from the store, where sessions live in one. Where they live in
 * the container, requests pass as they are. Thread-safe.
 *
 * <p>A store that cannot be asked makes 503, here and nowhere else: nothing is known, so nothing is decided, no session ends
 * and no cookie is set or deleted.
 */
public final class SessionStoreFilter implements Filter {

    private static final Logger LOG = System.getLogger(SessionStoreFilter.class.getName());

    private Web web;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // init is the constructor of what a container makes
    public SessionStoreFilter() {}

    @Override
    public void init(FilterConfig config) {
        web = Web.of(config.getServletContext());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        StoredSessions sessions = web.storedSessions();
        if (sessions != null
                && request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse) {
            serve(sessions, httpRequest, httpResponse, chain);
            return;
        }
        chain.doFilter(request, response);
    }

    private void serve(
            StoredSessions sessions, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(new StoredSessionRequest(request, response, sessions, web.cookie()), response);
        } catch (StoreUnavailableException e) {
            unavailable(request, response, e);
        } catch (ServletException e) {
            StoreUnavailableException cause = storeFailure(e);
            if (cause == null) {
                throw e;
            }
            unavailable(request, response, cause);
        }
    }

    private static @Nullable StoreUnavailableException storeFailure(ServletException e) {
        return e.getRootCause() instanceof StoreUnavailableException failure ? failure : null;
    }

    private void unavailable(HttpServletRequest request, HttpServletResponse response, StoreUnavailableException e)
            throws IOException {
        // What admins need to know is logged elsewhere, and seldom; this is for whoever digs. Without the cause: what a
        // database says of a row may quote it.
        LOG.log(Level.DEBUG, "503 because {0}", e.getMessage());
        if (response.isCommitted()) {
            throw e;
        }
        response.reset();
        web.headers().applyTo(request, response);
        web.answers().refuse(response, Refusal.STORE_UNAVAILABLE);
    }
}
