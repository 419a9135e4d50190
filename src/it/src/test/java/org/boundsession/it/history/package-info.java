/**
 * Checks what clients observed of two nodes on one store against what the product promises, while the store, the
 * connections to it and the nodes fail. {@link org.boundsession.it.history.HistoryChecker} is a pure function of a
 * recorded history; the other classes record one.
 */
@NullMarked
package org.boundsession.it.history;

import org.jspecify.annotations.NullMarked;
