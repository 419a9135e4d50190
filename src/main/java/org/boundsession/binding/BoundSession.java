package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Set;

/**
 * A live session with a binding, as one request found it. That it was found says nothing of the secret: ask
 * {@link BoundSessions#verify}.
 */
public final class BoundSession {

    private final HttpSession session;
    private final Binding binding;
    private final long foundAt;

    /** @param foundAt epoch milliseconds */
    BoundSession(HttpSession session, Binding binding, long foundAt) {
        this.session = session;
        this.binding = binding;
        this.foundAt = foundAt;
    }

    HttpSession session() {
        return session;
    }

    Binding binding() {
        return binding;
    }

    long foundAt() {
        return foundAt;
    }

    /** The session's id, without a route that the container may have appended. Never to be printed. */
    public String id() {
        return binding.id();
    }

    /** Whose session it is, by the realm's name of the user. */
    public String user() {
        return binding.user();
    }

    /** The roles that the realm confirmed at login. */
    public Set<String> roles() {
        return binding.roles();
    }

    /** The absolute end, which no activity extends. */
    public Instant expiresAt() {
        return Instant.ofEpochMilli(binding.end());
    }

    @Override
    public String toString() {
        return "BoundSession";
    }
}
