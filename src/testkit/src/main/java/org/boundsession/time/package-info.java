/** A clock that a test controls. */
@NullMarked
package org.boundsession.time;

import org.jspecify.annotations.NullMarked;
