package org.boundsession.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.bulkhead.Caller;
import org.boundsession.bulkhead.FairBulkhead;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.bulkhead.HashingLane.Place;
import org.boundsession.bulkhead.Permit;
import org.boundsession.keys.Framing;
import org.boundsession.keys.Hmac;
import org.boundsession.session.ClientAddress;
import org.boundsession.session.UserNames;
import org.boundsession.web.LoginThrottle.Attempt;

/**
 * Decides on credentials: throttle, fair share, and the realm, which is asked once for all who bring the same credentials at
 * the same time. Knows no servlet, so the caller passes the way in which its container is asked. Thread-safe.
 */
final class Logins {

    private final LoginThrottle throttle;
    private final HashingLane lane;
    private final FairBulkhead bulkhead;
    private final Runnable requireStore;
    private final SingleFlight<ByteBuffer, SharedDecision> checks;
    private final Hmac credentialsKey;

    /**
     * @param lane in which the realm hashes
     * @param bulkhead of all logins
     * @param requireStore throws if sessions cannot be stored
     */
    Logins(LoginThrottle throttle, HashingLane lane, FairBulkhead bulkhead, Runnable requireStore) {
        this.throttle = throttle;
        this.lane = lane;
        this.bulkhead = bulkhead;
        this.requireStore = requireStore;
        this.checks = new SingleFlight<>(SharedDecision::isOfRealm, lane.patience(), System::nanoTime);
        this.credentialsKey = Hmac.withRandomKey("HmacSHA256");
    }

    /** Asks the realm; empty if it refuses. */
    @FunctionalInterface
    interface Realm {
        Optional<Login.Identity> ask();
    }

    /** Malformed credentials name no user and count for their address. */
    Decision refuseMalformed(ClientAddress address) {
        try (Attempt attempt = throttle.begin(null, address)) {
            if (isBlocked(attempt)) {
                return Decision.throttled(attempt.blocked());
            }
            attempt.failed();
            return Decision.REFUSED;
        }
    }

    /** How long this user may not try from this address. */
    Duration blocked(String user, ClientAddress address) {
        return throttle.blocked(user, address);
    }

    /**
     * Takes the place that a login holds from here to its end.
     *
     * @throws BusyException if this user or address has its share already
     */
    Permit admit(String user, ClientAddress address) {
        return bulkhead.acquire(
                new Caller(UserNames.canonical(user), address.origin(), throttle.standing(user, address)));
    }

    /**
     * Decides, perhaps after a wait.
     *
     * @throws BusyException if the wait is too long: nothing was decided, and nothing counts
     */
    Decision decide(Permit permit, BasicCredentials credentials, ClientAddress address, Realm realm) {
        String user = credentials.user();
        SharedDecision shared = checks.run(
                key(credentials), permit, () -> new SharedDecision(check(permit, user, address, realm), address));
        return shared.countsFirstAt(address) ? count(shared.decision(), user, address) : shared.decision();
    }

    /** A shared decision tells a client at another address as much as an attempt of its own, so it counts there, too. */
    private Decision count(Decision decision, String user, ClientAddress address) {
        try (Attempt attempt = throttle.begin(user, address)) {
            return isBlocked(attempt) ? Decision.throttled(attempt.blocked()) : record(attempt, decision);
        }
    }

    private Decision check(Permit permit, String user, ClientAddress address, Realm realm) {
        try (Attempt attempt = throttle.begin(user, address)) {
            if (isBlocked(attempt)) {
                return Decision.throttled(attempt.blocked());
            }
            try (Place place = lane.enter(permit)) {
                // Once more, because the store may have gone down during the wait.
                requireStore.run();
                return record(attempt, realm.ask().map(Decision::granted).orElse(Decision.REFUSED));
            }
        } catch (UnavailableRealmException unknown) {
            return Decision.REALM_UNAVAILABLE;
        }
    }

    private static boolean isBlocked(Attempt attempt) {
        return !attempt.blocked().isZero();
    }

    private static Decision record(Attempt attempt, Decision decision) {
        if (decision.kind() == Decision.Kind.GRANTED) {
            attempt.succeeded();
        } else {
            attempt.failed();
        }
        return decision;
    }

    /** Tells the same credentials without keeping them: the key is of this process and the digest of one moment. */
    private ByteBuffer key(BasicCredentials credentials) {
        byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(credentialsKey.sign(Framing.join(user, password)));
    }
}
