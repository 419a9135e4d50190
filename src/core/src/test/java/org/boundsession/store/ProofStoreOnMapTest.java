package org.boundsession.store;

import java.time.Clock;

class ProofStoreOnMapTest extends ProofStoreContract {

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new MapSessionStore(clock);
    }
}
