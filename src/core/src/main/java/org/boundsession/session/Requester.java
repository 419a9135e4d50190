package org.boundsession.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whose request caused an event. It holds no container objects, because an event may be reported after the request.
 *
 * @param client the text of the {@link ClientAddress}
 * @param requestId the id of the request, as its response tells in {@code X-Request-Id}; null if it has none
 */
public record Requester(String client, @Nullable String requestId) {

    /** The name of the request attribute with the id, which an access log can print. */
    public static final String REQUEST_ID = "org.boundsession.request-id";

    public static Requester of(HttpServletRequest request) {
        return new Requester(
                ClientAddress.of(request).text(), request.getAttribute(REQUEST_ID) instanceof String id ? id : null);
    }
}
