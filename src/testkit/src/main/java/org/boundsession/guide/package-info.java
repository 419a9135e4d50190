/** Reads the user guide, for tests that try what it says. */
@NullMarked
package org.boundsession.guide;

import org.jspecify.annotations.NullMarked;
