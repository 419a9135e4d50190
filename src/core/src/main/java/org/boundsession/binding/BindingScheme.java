package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * One kind of binding: it binds a session at login, and knows again what it bound. Thread-safe.
 *
 * <p>Further kinds are found by {@link java.util.ServiceLoader}, beside the secret, which needs no entry.
 */
public interface BindingScheme {

    /** The name in braces at the start of the stored form: lower-case letters, digits and hyphens. */
    String kind();

    /** What a login offers to be bound to. */
    Evidence read(HttpServletRequest request);

    /**
     * Binds a new session to evidence that {@link #read} found. It may hash slowly: the caller holds a place in the lane.
     *
     * @param sessionId without route
     */
    Possession bind(String sessionId, Evidence evidence);

    /**
     * What a session is bound to that another node opened.
     *
     * @param storedForm of this kind
     * @return empty if this node cannot check it, because the form is damaged or its key is unknown: no session
     */
    Optional<Possession> restore(String sessionId, String storedForm);
}
