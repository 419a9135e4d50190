/**
 * Sessions in Redis, or in Valkey, which speaks the same: one hash a session with a time to live of its own, read in one
 * round trip, and an index for each user that heals itself.
 */
@NullMarked
package org.boundsession.store.redis;

import org.jspecify.annotations.NullMarked;
