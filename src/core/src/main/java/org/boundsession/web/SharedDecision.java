package org.boundsession.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.boundsession.session.ClientAddress;

/**
 * A decision that callers at several addresses may share: it counts once for each of them. Thread-safe.
 */
final class SharedDecision {

    private final Decision decision;
    private final Set<List<String>> counted = ConcurrentHashMap.newKeySet();

    /** @param address the one at which the decision is already counted */
    SharedDecision(Decision decision, ClientAddress address) {
        this.decision = decision;
        counted.add(address.networks());
    }

    Decision decision() {
        return decision;
    }

    boolean isOfRealm() {
        return decision.isOfRealm();
    }

    /** True for the first caller of each further address, if the realm has checked the credentials. */
    boolean countsFirstAt(ClientAddress address) {
        return decision.isOfCredentials() && counted.add(address.networks());
    }
}
