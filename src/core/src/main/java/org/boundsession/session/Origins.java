package org.boundsession.session;

import jakarta.servlet.http.HttpServletRequest;

/** Creates the {@link Origin} of sessions that this node opens. Immutable. */
public final class Origins {

    private final String node;

    /** @param node the name of this node */
    public Origins(String node) {
        this.node = node;
    }

    public Origin of(HttpServletRequest login) {
        String userAgent = login.getHeader("User-Agent");
        return new Origin(ClientAddress.of(login).text(), userAgent == null ? "" : userAgent, node);
    }
}
