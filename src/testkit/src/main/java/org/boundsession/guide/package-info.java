/** What the guide says, for tests that try it. */
@NullMarked
package org.boundsession.guide;

import org.jspecify.annotations.NullMarked;
