/**
 * Bulkheads: a bounded number of permits for slow work, with a bounded queue and fair queuing, so that no address and no
 * user takes all of it. {@link org.boundsession.bulkhead.HashingLane} is the bulkhead for slow hashing, {@link
 * org.boundsession.bulkhead.FairBulkhead} the one for requests to a realm. {@link org.boundsession.bulkhead.FairQueue}
 * serves callers in turns by class, network and user, and drops from the longest queue when it is full.
 */
@NullMarked
package org.boundsession.bulkhead;

import org.jspecify.annotations.NullMarked;
