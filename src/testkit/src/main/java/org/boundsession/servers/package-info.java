/** Real servers for tests, each on a free port of the loopback with its data in a directory of its own. */
@NullMarked
package org.boundsession.servers;

import org.jspecify.annotations.NullMarked;
