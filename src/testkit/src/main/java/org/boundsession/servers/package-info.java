/** Real servers for tests, each on a free port of the loopback interface, with its data in its own directory. */
@NullMarked
package org.boundsession.servers;

import org.jspecify.annotations.NullMarked;
