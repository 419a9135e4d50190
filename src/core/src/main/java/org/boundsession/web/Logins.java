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
import org.boundsession.throttle.SharedThrottle;
import org.boundsession.throttle.SharedThrottle.Attempt;

/**
 * Decides on credentials: throttle, bulkhead with fair shares, and the realm, which is asked once for concurrent
 * attempts with the same credentials (single-flight). Independent of the servlet API, so the caller passes the realm.
 * Thread-safe.
 */
final class Logins {

    private final SharedThrottle throttle;
    private final HashingLane lane;
    private final FairBulkhead bulkhead;
    private final Runnable requireStore;
    private final SingleFlight<ByteBuffer, SharedDecision> checks;
    private final Hmac credentialsKey;

    /**
     * @param lane the bulkhead for the realm's slow hashing
     * @param bulkhead limits the logins in progress
     * @param requireStore throws if sessions cannot be stored
     */
    Logins(SharedThrottle throttle, HashingLane lane, FairBulkhead bulkhead, Runnable requireStore) {
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

    /** Refuses malformed credentials, which name no user and count for the address only. */
    Decision refuseMalformed(ClientAddress address) {
        try (Attempt attempt = throttle.begin(null, address)) {
            if (isBlocked(attempt)) {
                return Decision.throttled(attempt.blocked());
            }
            attempt.failed();
            return Decision.REFUSED;
        }
    }

    /** Returns the time until this user may try again from this address; zero if an attempt is allowed. */
    Duration blocked(String user, ClientAddress address) {
        return throttle.blocked(user, address);
    }

    /**
     * Acquires the permit that a login holds to its end.
     *
     * @throws BusyException if this user or address already has its share of the permits
     */
    Permit admit(String user, ClientAddress address) {
        return bulkhead.acquire(
                new Caller(UserNames.canonical(user), address.origin(), throttle.standing(user, address)));
    }

    /**
     * Decides on an attempt; may wait for the realm.
     *
     * @throws BusyException if the wait is too long: nothing has been decided, and the attempt does not count
     */
    Decision decide(Permit permit, BasicCredentials credentials, ClientAddress address, Realm realm) {
        String user = credentials.user();
        SharedDecision shared = checks.run(
                key(credentials), permit, () -> new SharedDecision(check(permit, user, address, realm), address));
        return shared.countsFirstAt(address) ? count(shared.decision(), user, address) : shared.decision();
    }

    /**
     * A shared decision tells a client at another address as much as its own attempt would, so it counts there as well.
     */
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
                // Checked again, because the store may have failed during the wait.
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

    /**
     * Identifies equal credentials without keeping them: an HMAC under a key of this process, held only during the
     * check.
     */
    private ByteBuffer key(BasicCredentials credentials) {
        byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(credentialsKey.sign(Framing.join(user, password)));
    }
}
