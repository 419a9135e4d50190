package org.boundsession.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.boundsession.store.StoredHttpSession;
import org.boundsession.store.StoredSessions;
import org.jspecify.annotations.Nullable;

/**
 * A request whose session lives in a store. The store is asked once (once more for each dead cookie that comes before the
 * live one), and only for an id that is ours. A session without a login is this request's only and is stored nowhere:
 * no request but a login opens one.
 */
final class StoredSessionRequest extends HttpServletRequestWrapper {

    /**
     * Cookies of several paths or domains may come together, and dead ones first. A container looks at all of them, in
     * memory; here each one is a call of the store, which many of them would keep busy.
     */
    private static final int MAX_LOOK_UPS = 8;

    private final HttpServletResponse response;
    private final StoredSessions sessions;
    private final SessionCookie cookie;
    private final List<String> requestedIds;
    private @Nullable String requestedId;
    private @Nullable StoredHttpSession session;
    private boolean asked;

    StoredSessionRequest(
            HttpServletRequest request, HttpServletResponse response, StoredSessions sessions, SessionCookie cookie) {
        super(request);
        this.response = response;
        this.sessions = sessions;
        this.cookie = cookie;
        this.requestedIds = genuineIds(request, sessions, cookie);
        this.requestedId = requestedIds.isEmpty() ? null : requestedIds.get(0);
    }

    private static List<String> genuineIds(HttpServletRequest request, StoredSessions sessions, SessionCookie cookie) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return List.of();
        }
        return Arrays.stream(cookies)
                .filter(candidate -> candidate.getName().equals(cookie.name()))
                .map(Cookie::getValue)
                .filter(sessions::isGenuine)
                .distinct()
                .limit(MAX_LOOK_UPS)
                .toList();
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        StoredHttpSession current = current();
        if (current != null) {
            return current;
        }
        if (!create) {
            return null;
        }
        session = sessions.create(id -> cookie.issue(this, response, id));
        return session;
    }

    @Override
    public HttpSession getSession() {
        HttpSession created = getSession(true);
        if (created == null) {
            throw new IllegalStateException("a session was asked for and not made");
        }
        return created;
    }

    private @Nullable StoredHttpSession current() {
        if (!asked) {
            find();
            // Only now: a store that could not be asked is asked again.
            asked = true;
        }
        StoredHttpSession current = session;
        return current != null && current.isValid() ? current : null;
    }

    /** Of several cookies the first one whose session lives, as Tomcat has it. */
    private void find() {
        for (String id : requestedIds) {
            Optional<StoredHttpSession> found = sessions.findById(id);
            if (found.isPresent()) {
                session = found.get();
                requestedId = id;
                return;
            }
        }
    }

    @Override
    public String changeSessionId() {
        StoredHttpSession current = current();
        if (current == null) {
            throw new IllegalStateException("there is no session");
        }
        return current.rename();
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return requestedId;
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        StoredHttpSession current = current();
        return current != null && current.getId().equals(requestedId);
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return requestedId != null;
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }
}
