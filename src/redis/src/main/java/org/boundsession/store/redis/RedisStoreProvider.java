package org.boundsession.store.redis;

import java.util.List;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;
import org.boundsession.store.StoreProvider;

/** Provides {@code store=redis}: one Redis server. */
public final class RedisStoreProvider implements StoreProvider {

    static final Setting<RedisAddress> REDIS_URI = Setting.of(
            "redis-uri",
            new Format<>(RedisAddress.FORM, RedisAddress::parse),
            "redis://127.0.0.1:6379",
            "Redis server for store=redis");

    /** For the ServiceLoader. */
    public RedisStoreProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(REDIS_URI);
    }

    @Override
    public SessionStore open(StoreContext context) {
        return new RedisSessionStore(
                context.settings().get(REDIS_URI), context.application(), context.timeout(), context.clock());
    }
}
