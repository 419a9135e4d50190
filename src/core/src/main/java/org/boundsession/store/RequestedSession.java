package org.boundsession.store;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The stored session that the cookies of a request name. The store is read lazily, once for each cookie up to the
 * first one with a live session, and only for ids that this application has signed. Not thread-safe: confined to one
 * request.
 */
final class RequestedSession {

    private static final String ATTRIBUTE = RequestedSession.class.getName();

    private final LiveSessionStore sessions;
    private final List<String> ids;
    private final ToLongFunction<String> known;
    private @Nullable StoredView found;
    private boolean asked;

    /**
     * @param ids ids that this application has signed, in the order of the cookies
     * @param known the last access of the session with an id, as far as this node knows, in epoch milliseconds
     */
    RequestedSession(LiveSessionStore sessions, List<String> ids, ToLongFunction<String> known) {
        this.sessions = sessions;
        this.ids = ids;
        this.known = known;
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static RequestedSession of(HttpServletRequest request) {
        Object attached = request.getAttribute(ATTRIBUTE);
        if (attached == null) {
            throw new IllegalStateException("the request has not passed the filter");
        }
        return (RequestedSession) attached;
    }

    /** @throws StoreUnavailableException if the store cannot be read */
    Optional<StoredView> find() {
        if (!asked) {
            found = firstLive();
            // Set after the look-up: if the store is unavailable, the next call retries.
            asked = true;
        }
        return Optional.ofNullable(found).filter(StoredView::isValid);
    }

    /** Of several cookies, the first one with a live session counts, as in Tomcat. */
    private @Nullable StoredView firstLive() {
        for (String id : ids) {
            Optional<StoredSession> live = sessions.find(SessionKey.of(id), () -> known.applyAsLong(id));
            if (live.isPresent()) {
                return StoredView.of(sessions, id, live.get());
            }
        }
        return null;
    }

    /** Returns the id of the session that was found, otherwise the first id. */
    @Nullable
    String id() {
        StoredView session = found;
        if (session != null) {
            return session.id();
        }
        return ids.isEmpty() ? null : ids.get(0);
    }
}
