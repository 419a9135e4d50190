package org.boundsession.binding;

/**
 * The names under which a bound session carries what binds it. All values are strings and longs, so that any container or
 * store can carry them.
 */
public final class BoundAttributes {

    /** String: the slow hash of id and secret. A session that has it is bound. */
    public static final String HASH = "org.boundsession.hash";

    /** String: the realm's name of the user. */
    public static final String USER = "org.boundsession.user";

    /** String: the roles, each on a line. */
    public static final String ROLES = "org.boundsession.roles";

    /** Long: epoch milliseconds of the absolute end. */
    public static final String END = "org.boundsession.end";

    /** Long: epoch milliseconds of the last proof of the secret, up to a tenth of the idle time late. */
    public static final String LAST_PROOF = "org.boundsession.lastProof";

    /** Long: wrong secrets so far; only if more than one is allowed. */
    public static final String MISMATCHES = "org.boundsession.mismatches";

    private BoundAttributes() {}
}
