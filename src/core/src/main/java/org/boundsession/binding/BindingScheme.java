package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.boundsession.bulkhead.HashingLane;

/**
 * One kind of binding: it binds a session at login, and restores the binding from its stored form. Thread-safe.
 *
 * <p>The secret and the signature are built in. Further kinds are service providers, which {@link
 * java.util.ServiceLoader} finds.
 */
public interface BindingScheme {

    /** Returns the name in braces at the start of the stored form: 1 to 32 lower-case letters, digits and hyphens. */
    String kind();

    /**
     * Returns whether a login must name this kind in the header {@code binding}, because its evidence cannot be
     * distinguished from that of another kind.
     */
    default boolean mustBeNamed() {
        return false;
    }

    /** Returns whether {@link #bind} hashes slowly. */
    default boolean bindsSlowly() {
        return true;
    }

    /** Returns whether a request presents evidence for a session of this kind that cannot open a session. */
    default boolean isPresentedBy(HttpServletRequest request) {
        return false;
    }

    /** Reads the evidence to which a login's session can be bound; {@link Unproved} if there is none. */
    Evidence read(HttpServletRequest request);

    /**
     * Binds a new session to evidence that {@link #read} returned. If this {@link #bindsSlowly}, the caller
     * holds a place in the {@link HashingLane}.
     *
     * @param sessionId the session id without a route
     */
    Possession bind(String sessionId, Evidence evidence);

    /**
     * Restores the binding of a session from its stored form, for example of a session that another node opened.
     *
     * @param storedForm a stored form of this kind
     * @return empty if this node cannot check the binding because the form is damaged or its key is unknown; the
     *     caller then treats the session as absent
     */
    Optional<Possession> restore(String sessionId, String storedForm);
}
