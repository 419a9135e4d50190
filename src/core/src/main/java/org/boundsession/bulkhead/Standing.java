package org.boundsession.bulkhead;

/**
 * The reputation of a caller from past logins. Callers of one standing form a class with its own turns and permits: a
 * flood from new addresses, or from addresses with failed logins, does not take those of known callers. The best
 * standing comes first.
 */
public enum Standing {

    /** This user has logged in from this origin before. */
    KNOWN,

    /** No past logins are known. */
    NEW,

    /** Logins from this origin have failed recently, of this user or of another. */
    FAILED
}
