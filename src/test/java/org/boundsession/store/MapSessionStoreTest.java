package org.boundsession.store;

import java.time.Clock;

class MapSessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore open(Clock clock) {
        return new MapSessionStore(clock);
    }
}
