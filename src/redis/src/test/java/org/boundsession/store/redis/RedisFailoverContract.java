package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.store.EndToken;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;

/** Servers with replicas, one of which may become the master. */
abstract class RedisFailoverContract extends RedisSessionStoreContract {

    private static final int MAX_ATTEMPTS = 200;
    private static final long PAUSE_NANOS = 50_000_000;

    /** Half of it is left to a replica, which writes to its disk before it confirms. */
    @Override
    final Duration timeout() {
        return Duration.ofSeconds(2);
    }

    /** Ends a session without waiting until a replica has confirmed it. */
    final void endWithoutReplica(SessionKey key) {
        try (SessionStore another = open(uri(), APPLICATION, clock, 0)) {
            assertThat(another.end(key, EndToken.create())).isTrue();
        }
    }

    /** Returns whether the session is found once the store responds again. */
    final boolean eventually(SessionKey key) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try {
                return store.findById(key).isPresent();
            } catch (StoreUnavailableException notYet) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return false;
    }
}
