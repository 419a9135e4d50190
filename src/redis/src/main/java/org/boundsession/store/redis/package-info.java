/**
 * A session store in Redis or Valkey, which has the same protocol. Each session is one hash with its own time to live,
 * which is read in one round trip. An index for each user lists the user's sessions; readers remove entries whose
 * session is gone.
 */
@NullMarked
package org.boundsession.store.redis;

import org.jspecify.annotations.NullMarked;
