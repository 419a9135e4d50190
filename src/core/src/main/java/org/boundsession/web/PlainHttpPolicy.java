package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.boundsession.session.ClientAddress;

/**
 * Decides on logins over plain HTTP: with {@code require-secure} they are refused, otherwise they are admitted, and the first
 * one from another machine is logged as a warning. Thread-safe.
 */
final class PlainHttpPolicy {

    private static final Logger LOG = System.getLogger(PlainHttpPolicy.class.getName());
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

    private final boolean requireSecure;
    private final AtomicBoolean warned = new AtomicBoolean();

    PlainHttpPolicy(boolean requireSecure) {
        this.requireSecure = requireSecure;
    }

    boolean admits(HttpServletRequest request) {
        if (request.isSecure()) {
            return true;
        }
        if (requireSecure) {
            return false;
        }
        if (!LOOPBACK.contains(ClientAddress.of(request).text()) && warned.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "A login came over plain HTTP from another machine: passwords, secrets and cookies can be intercepted."
                            + " Serve HTTPS, and set bound-session.require-secure to true. This is logged once");
        }
        return true;
    }
}
