/** Calls at the same time. */
@NullMarked
package org.boundsession.parallel;

import org.jspecify.annotations.NullMarked;
