/** Time that a test moves. */
@NullMarked
package org.boundsession.time;

import org.jspecify.annotations.NullMarked;
