package org.boundsession.binding;

/**
 * What is known of a caller who claims to be a user. It decides among the callers of one user only: it never takes a turn
 * or a place from another user. The best comes first.
 */
public enum Standing {

    /** This user has logged in from there before. */
    KNOWN,

    NEW,

    /** Logins of this user from there have failed lately. */
    FAILED
}
