/**
 * A session store in Redis or Valkey, which has the same protocol: one server, a master that Sentinels name, or a
 * cluster. Each session is one hash with its own time to live, which is read in one round trip. An index for each user
 * lists the user's sessions, and sixteen indexes list all sessions by expiry; their entries are written before the
 * session, and removed when it ends or after its time.
 */
@NullMarked
package org.boundsession.store.redis;

import org.jspecify.annotations.NullMarked;
