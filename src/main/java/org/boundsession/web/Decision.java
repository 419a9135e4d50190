package org.boundsession.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of credentials. Immutable. */
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

    /** Of what is granted. */
    Login.Identity identity() {
        if (identity == null) {
            throw new IllegalStateException("nobody is identified by " + kind);
        }
        return identity;
    }

    /** How long what is throttled has to wait. */
    Duration remaining() {
        return wait;
    }

    /** Whether the realm has said that the credentials are right or wrong. */
    boolean isOfCredentials() {
        return kind == Kind.GRANTED || kind == Kind.REFUSED;
    }

    /** Whether it is the realm's, and so the same for all who bring these credentials now. */
    boolean isOfRealm() {
        return kind != Kind.THROTTLED;
    }

    @Override
    public String toString() {
        return "Decision " + kind;
    }
}
