package org.boundsession.store.redis;

import java.util.List;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;
import org.boundsession.settings.Source;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;
import org.boundsession.store.StoreProvider;
import org.boundsession.store.StoreUnavailableException;

/** Provides {@code store=redis}: a Redis server, a master that Sentinels name, or a cluster. */
public final class RedisStoreProvider implements StoreProvider {

    static final Setting<RedisAddress> REDIS_URI = Setting.of(
            "redis-uri",
            new Format<>(RedisAddress.FORM, RedisAddress::parse),
            "redis://127.0.0.1:6379",
            "Redis server for store=redis, the Sentinels that name one, or nodes of a cluster");

    static final Setting<Integer> WAIT_REPLICAS = Setting.of(
            "redis-wait-replicas",
            Format.number(0, 9),
            "0",
            "Number of replicas that have to confirm a login and a logout, so that a failover does not lose them; if they"
                    + " do not, the answer is 503. 0: none");

    /** For the ServiceLoader. */
    public RedisStoreProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(REDIS_URI, RedisTls.CA_FILE, RedisTls.CERT_FILE, RedisTls.KEY_FILE, WAIT_REPLICAS);
    }

    @Override
    public SessionStore open(StoreContext context) {
        RedisAddress address = context.settings().get(REDIS_URI);
        RedisSessionStore store = new RedisSessionStore(
                address,
                RedisTls.options(context.settings(), address),
                context.settings().get(WAIT_REPLICAS),
                context.application(),
                context.timeout(),
                context.clock());
        try {
            requireAccepted(store, context.settings());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    /** A server that does not respond is an outage, but one that refuses what the address says never will accept it. */
    private static void requireAccepted(RedisSessionStore store, Source settings) {
        try {
            store.probe();
        } catch (StoreUnavailableException e) {
            RedisFailures.refusalOfAddress(e).ifPresent(refusal -> {
                throw new IllegalArgumentException(settings.nameOf(REDIS_URI) + ": the server " + refusal);
            });
        }
    }
}
