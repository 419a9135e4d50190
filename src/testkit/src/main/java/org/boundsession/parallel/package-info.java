/** Concurrent calls. */
@NullMarked
package org.boundsession.parallel;

import org.jspecify.annotations.NullMarked;
