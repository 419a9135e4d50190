package org.boundsession.store.redis;

import io.lettuce.core.SetArgs;
import org.boundsession.store.ProofStore;

/**
 * Records proofs of signed requests in Redis, one key for each proof, which Redis removes after its time by its own
 * clock. Thread-safe. A record is one command (SET NX PX). Replicas are not waited for, because each signed request
 * would: a failover that loses the last writes lets their proofs pass once more.
 */
final class RedisProofStore implements ProofStore {

    private final RedisConnection redis;
    private final KeyNames names;

    RedisProofStore(RedisConnection redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
    }

    @Override
    public boolean record(String proof, long ttlMillis) {
        String name = names.proof(proof);
        SetArgs onceForItsTime = SetArgs.Builder.nx().px(ttlMillis + MARGIN_MILLIS);
        return redis.call(name, link -> link.sync().set(name, "", onceForItsTime) != null);
    }
}
