package org.boundsession.store.redis;

import io.lettuce.core.RedisURI;
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
        URI uri = context.settings().get(REDIS_URI);
        requireAccepted(uri);
        return new RedisSessionStore(uri, context.application(), context.timeout(), context.clock());
    }

    /** Lettuce checks more than the format does, such as the port and the database. */
    static void requireAccepted(URI uri) {
        try {
            RedisURI.create(uri);
        } catch (RuntimeException e) {
            // The cause is dropped, because its message may quote the URI, which may contain a password.
            throw new IllegalArgumentException(
                    REDIS_URI.parameter() + ": expected " + REDIS_URI.format().expectation()
                            + ", with a port from 1 to 65535 and, if any, the number of a database as the path");
        }
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
