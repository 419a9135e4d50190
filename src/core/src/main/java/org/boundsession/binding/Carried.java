package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import org.boundsession.session.Lifetimes;
import org.jspecify.annotations.Nullable;

/**
 * A typed session attribute that holds a part of the binding of a session in the container. All values are strings and
 * longs, so that every container can serialize and replicate them. Immutable.
 */
final class Carried<T> {

    /** The stored form of the binding. A session with this attribute is bound. */
    static final Carried<String> BINDING = new Carried<>("org.boundsession.hash", String.class);

    /** The user's name, as the realm spells it. */
    static final Carried<String> USER = new Carried<>("org.boundsession.user", String.class);

    /** The names of the roles, separated by line feeds. */
    static final Carried<String> ROLES = new Carried<>("org.boundsession.roles", String.class);

    /** The absolute end, in epoch milliseconds. */
    static final Carried<Long> END = new Carried<>("org.boundsession.end", Long.class);

    /** The last proof, in epoch milliseconds; older than the actual one by up to {@link Lifetimes#lag}. */
    static final Carried<Long> LAST_PROOF = new Carried<>("org.boundsession.lastProof", Long.class);

    /** The number of mismatches; present only if {@code mismatch-limit} is above 1. */
    static final Carried<Long> MISMATCHES = new Carried<>("org.boundsession.mismatches", Long.class);

    private final String name;
    private final Class<T> type;

    Carried(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * Returns the value; null if the attribute is absent or of another type.
     *
     * @throws IllegalStateException if the session is invalid
     */
    @Nullable
    T of(HttpSession session) {
        Object value = session.getAttribute(name);
        return type.isInstance(value) ? type.cast(value) : null;
    }

    /**
     * As {@link #of}, with a default value.
     *
     * @throws IllegalStateException if the session is invalid
     */
    T of(HttpSession session, T defaultValue) {
        T value = of(session);
        return value == null ? defaultValue : value;
    }

    /** @throws IllegalStateException if the session is invalid */
    void set(HttpSession session, T value) {
        session.setAttribute(name, value);
    }
}
