package org.boundsession.store;

import java.time.Clock;
import org.boundsession.session.SessionEvents;

/** While its store is up, it does what that store does. */
class FailingFastSessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new FailingFastSessionStore(new MapSessionStore(clock), new SessionEvents() {});
    }
}
