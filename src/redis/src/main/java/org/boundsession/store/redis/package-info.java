/**
 * Sessions in Redis, or in Valkey, which speaks the same: one hash a session with a time to live of its own, read in one
 * round trip, and an index for each user, from which readers remove
 * sessions that are gone.
 */
@NullMarked
package org.boundsession.store.redis;

import org.jspecify.annotations.NullMarked;
