package org.boundsession.store.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;
import org.boundsession.store.StoreProvider;

/** Provides {@code store=redis}: one Redis server. */
public final class RedisStoreProvider implements StoreProvider {

    static final Setting<URI> REDIS_URI = Setting.of(
            "redis-uri",
            new Format<>("redis://host:port or rediss://host:port", RedisStoreProvider::parse),
            "redis://127.0.0.1:6379",
            "Redis server for store=redis; rediss:// connects with TLS");

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

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(uri -> uri.getHost() != null)
                    .filter(uri -> "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()));
        } catch (URISyntaxException notAUri) {
            return Optional.empty();
        }
    }
}
