package org.boundsession.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The outcome of a login attempt. Immutable. */
final class Decision {

    enum Kind {
        GRANTED,
        REFUSED,
        THROTTLED,
        REALM_UNAVAILABLE
    }

    static final Decision REFUSED = new Decision(Kind.REFUSED, null, Duration.ZERO);
    static final Decision REALM_UNAVAILABLE = new Decision(Kind.REALM_UNAVAILABLE, null, Duration.ZERO);

    private final Kind kind;
    private final Login.@Nullable Identity identity;
    private final Duration wait;

    private Decision(Kind kind, Login.@Nullable Identity identity, Duration wait) {
        this.kind = kind;
        this.identity = identity;
        this.wait = wait;
    }

    static Decision granted(Login.Identity identity) {
        return new Decision(Kind.GRANTED, identity, Duration.ZERO);
    }

    static Decision throttled(Duration wait) {
        return new Decision(Kind.THROTTLED, null, wait);
    }

    Kind kind() {
        return kind;
    }

    /** Returns the identity of a granted attempt. */
    Login.Identity identity() {
        if (identity == null) {
            throw new IllegalStateException("a decision has no identity if it is " + kind);
        }
        return identity;
    }

    /** Returns the time that a throttled client has to wait. */
    Duration remaining() {
        return wait;
    }

    /** Returns whether the realm has accepted or rejected the credentials. */
    boolean isOfCredentials() {
        return kind == Kind.GRANTED || kind == Kind.REFUSED;
    }

    /** Returns whether the realm made it, so that it holds for all concurrent attempts with these credentials. */
    boolean isOfRealm() {
        return kind != Kind.THROTTLED;
    }

    @Override
    public String toString() {
        return "Decision " + kind;
    }
}
