package org.boundsession.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.boundsession.session.ClientAddress;

/** A decision that callers at several addresses may share. It counts once for each address. Thread-safe. */
final class SharedDecision {

    private final Decision decision;
    private final Set<List<String>> counted = ConcurrentHashMap.newKeySet();

    /** @param address the address for which the decision has already been counted */
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

    /** Returns true for the first caller at each further address, if the realm has checked the credentials. */
    boolean countsFirstAt(ClientAddress address) {
        return decision.isOfCredentials() && counted.add(address.networks());
    }
}
