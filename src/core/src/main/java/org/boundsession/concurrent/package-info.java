/** Threads, and limits for log messages, that all modules use. */
@NullMarked
package org.boundsession.concurrent;

import org.jspecify.annotations.NullMarked;
