package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * An attribute in which a session of the container carries a part of what binds it. All of them are strings and longs, so
 * that any container can carry them. Immutable.
 */
final class Carried<T> {

    /** The stored form of what the session is bound to. A session that has it is bound. */
    static final Carried<String> BINDING = new Carried<>("org.boundsession.hash", String.class);

    /** The realm's name of the user. */
    static final Carried<String> USER = new Carried<>("org.boundsession.user", String.class);

    /** The roles, each on a line. */
    static final Carried<String> ROLES = new Carried<>("org.boundsession.roles", String.class);

    /** Epoch milliseconds of the absolute end. */
    static final Carried<Long> END = new Carried<>("org.boundsession.end", Long.class);

    /** Epoch milliseconds of the last proof, up to a tenth of the idle time late. */
    static final Carried<Long> LAST_PROOF = new Carried<>("org.boundsession.lastProof", Long.class);

    /** Mismatches so far; only if more than one is allowed. */
    static final Carried<Long> MISMATCHES = new Carried<>("org.boundsession.mismatches", Long.class);

    private final String name;
    private final Class<T> type;

    private Carried(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * Null if the session carries none, or something of another type.
     *
     * @throws IllegalStateException if the session is over
     */
    @Nullable
    T of(HttpSession session) {
        Object value = session.getAttribute(name);
        return type.isInstance(value) ? type.cast(value) : null;
    }

    /** @throws IllegalStateException if the session is over */
    void set(HttpSession session, T value) {
        session.setAttribute(name, value);
    }
}
