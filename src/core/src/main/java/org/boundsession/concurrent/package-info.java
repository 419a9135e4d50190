/** What all modules need of threads. */
@NullMarked
package org.boundsession.concurrent;

import org.jspecify.annotations.NullMarked;
