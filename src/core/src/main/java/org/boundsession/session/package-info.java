/**
 * The values of a bound session: whose it is and what it may do ({@link org.boundsession.session.BoundSession}), how long
 * it lives, how many a user may have, where it was opened, why it ended, the page of a list, and the address of a client. {@link
 * org.boundsession.session.SessionEvents} is the listener for all that happens to sessions, logins and the store.
 */
@NullMarked
package org.boundsession.session;

import org.jspecify.annotations.NullMarked;
