/**
 * Checks what clients saw of two nodes on one store against what the product promises, while the store, its links and the
 * nodes fail. {@link org.boundsession.it.history.HistoryChecker} is a pure function of a recorded history; all else makes one.
 */
@NullMarked
package org.boundsession.it.history;

import org.jspecify.annotations.NullMarked;
