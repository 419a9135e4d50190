package org.boundsession.binding;

/**
 * What past logins tell of a caller. Callers of one standing form a class, which has turns and places of its own: neither a
 * flood from new addresses nor one from addresses where logins fail takes those of known callers. The best comes first.
 */
public enum Standing {

    /** This user has logged in from there before. */
    KNOWN,

    NEW,

    /** Logins from there have failed lately, of this user or of another. */
    FAILED
}
