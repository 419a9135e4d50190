package org.boundsession.store;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session that the cookies of a request name. The store is asked once (once more for each dead cookie that comes before
 * the live one), and only for ids that are ours. For the threads of one request, one after the other.
 */
final class RequestedSession {

    private static final String ATTRIBUTE = RequestedSession.class.getName();

    private final LiveSessionStore sessions;
    private final List<String> ids;
    private @Nullable StoredView found;
    private boolean asked;

    /** @param ids genuine ones, in the order of the cookies */
    RequestedSession(LiveSessionStore sessions, List<String> ids) {
        this.sessions = sessions;
        this.ids = ids;
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

    /** @throws StoreUnavailableException if the store cannot be asked */
    Optional<StoredView> find() {
        if (!asked) {
            found = firstLive();
            // Only now: a store that could not be asked is asked again.
            asked = true;
        }
        return Optional.ofNullable(found).filter(StoredView::isValid);
    }

    /** Of several cookies the first one whose session lives, as Tomcat has it. */
    private @Nullable StoredView firstLive() {
        for (String id : ids) {
            Optional<StoredSession> live = sessions.find(SessionKey.of(id));
            if (live.isPresent()) {
                return StoredView.of(sessions, id, live.get());
            }
        }
        return null;
    }

    /** The id of the session that was found, else the first one. */
    @Nullable
    String id() {
        StoredView session = found;
        if (session != null) {
            return session.id();
        }
        return ids.isEmpty() ? null : ids.get(0);
    }
}
