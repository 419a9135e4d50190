package org.boundsession.store;

import java.time.Clock;

class MapSessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new MapSessionStore(clock);
    }
}
