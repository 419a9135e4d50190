package org.boundsession.store.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.boundsession.store.AttributesJson;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UnreadableSessions;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as hashes in Redis. Thread-safe; all requests share one connection, and a look-up is one command.
 *
 * <p>Whether a session is live is decided by our clock. Redis drops expired sessions by its own, some minutes later, if no
 * clean-up did.
 */
public final class RedisSessionStore implements SessionStore {

    private static final String PREFIX = "bound-session:";
    private static final String[] FIELDS = {"principal", "created", "accessed", "idle", "end", "attributes", "version"};

    private static final int MAX_BATCHES = 20;

    private final RedisConnection redis;
    private final ExpiryIndex expiries;
    private final Duration timeout;
    private final Clock clock;
    private final UnreadableSessions unreadable = new UnreadableSessions();

    /** @param uri {@code redis://} or, for TLS, {@code rediss://} */
    public RedisSessionStore(URI uri, Duration timeout, Clock clock) {
        this.redis = new RedisConnection(uri, timeout);
        this.expiries = new ExpiryIndex(redis, PREFIX + "expiry");
        this.timeout = timeout;
        this.clock = clock;
    }

    private static String name(SessionKey key) {
        return PREFIX + key.hex();
    }

    /** By a digest of the name, so that no user is named in a key. */
    private static String index(String principal) {
        return PREFIX + "user:" + SessionKey.of(principal).hex();
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        List<KeyValue<String, String>> fields;
        try {
            fields = redis.call(connection -> hash(connection, key));
        } catch (StoreUnavailableException e) {
            if (isOfAnotherType(e.getCause())) {
                unreadable.found();
                return Optional.empty();
            }
            throw e;
        }
        return readable(key, fields);
    }

    private static List<KeyValue<String, String>> hash(
            StatefulRedisConnection<String, String> connection, SessionKey key) {
        return connection.sync().hmget(name(key), FIELDS);
    }

    private static boolean isOfAnotherType(@Nullable Throwable e) {
        return e instanceof RedisCommandExecutionException refused
                && refused.getMessage() != null
                && refused.getMessage().startsWith("WRONGTYPE");
    }

    private Optional<StoredSession> readable(SessionKey key, List<KeyValue<String, String>> fields) {
        if (fields.stream().noneMatch(KeyValue::hasValue)) {
            return Optional.empty();
        }
        Optional<StoredSession> read = read(key, fields);
        if (read.isEmpty()) {
            unreadable.found();
        }
        return read;
    }

    private static Optional<StoredSession> read(SessionKey key, List<KeyValue<String, String>> fields) {
        if (!fields.stream().allMatch(KeyValue::hasValue)) {
            return Optional.empty();
        }
        try {
            List<String> values = fields.stream().map(KeyValue::getValue).toList();
            return AttributesJson.read(values.get(5))
                    .map(attributes -> new StoredSession(
                            key,
                            values.get(0),
                            Long.parseLong(values.get(1)),
                            Long.parseLong(values.get(2)),
                            Long.parseLong(values.get(3)),
                            Long.parseLong(values.get(4)),
                            attributes,
                            Long.parseLong(values.get(6))));
        } catch (IllegalArgumentException tampered) {
            return Optional.empty();
        }
    }

    @Override
    public void insert(StoredSession session) {
        String[] keys = {name(session.key()), index(session.principal())};
        expiries.add(session.key(), session.expiryTime());
        boolean inserted = redis.call(connection -> Script.INSERT.run(
                connection.sync(),
                keys,
                session.principal(),
                Long.toString(session.creationTime()),
                Long.toString(session.lastAccessedTime()),
                Long.toString(session.maxInactiveInterval()),
                Long.toString(session.endTime()),
                AttributesJson.write(session.attributes()),
                session.key().hex(),
                Long.toString(clock.millis())));
        if (!inserted) {
            throw new IllegalStateException("the key is taken");
        }
    }

    @Override
    public boolean update(StoredSession session) {
        return redis.call(connection -> Script.UPDATE.run(
                connection.sync(),
                new String[] {name(session.key())},
                Long.toString(session.version()),
                session.principal(),
                Long.toString(session.maxInactiveInterval()),
                Long.toString(session.endTime()),
                AttributesJson.write(session.attributes()),
                Long.toString(clock.millis())));
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        return redis.call(connection -> Script.TOUCH.run(
                connection.sync(),
                new String[] {name(session.key())},
                Long.toString(accessedTime),
                Long.toString(clock.millis())));
    }

    @Override
    public boolean deleteIfExpired(SessionKey key) {
        return redis.call(connection -> Script.DELETE_IF_EXPIRED.run(
                connection.sync(), new String[] {name(key)}, Long.toString(clock.millis())));
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return redis.call(connection -> connection.sync().del(name(key))) == 1;
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal) {
        String index = index(principal);
        List<String> members = redis.call(connection -> connection.sync().zrange(index, 0, -1));
        List<Optional<StoredSession>> found = redis.call(connection -> named(connection, members));
        List<StoredSession> sessions = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            found.get(i)
                    .filter(session -> session.principal().equals(principal))
                    .ifPresent(sessions::add);
            if (found.get(i).isEmpty()) {
                gone.add(members.get(i));
            }
        }
        if (!gone.isEmpty()) {
            redis.call(connection -> connection.sync().zrem(index, gone.toArray(String[]::new)));
        }
        sessions.sort(Comparator.comparingLong(StoredSession::lastAccessedTime)
                .reversed()
                .thenComparing(session -> session.key().hex()));
        return List.copyOf(sessions);
    }

    /** The live session of each member of an index, all in one round trip; empty where it names none of ours. */
    private List<Optional<StoredSession>> named(
            StatefulRedisConnection<String, String> connection, List<String> members) {
        List<CompletableFuture<Optional<StoredSession>>> asked = members.stream()
                .map(member -> SessionKey.ofHex(member)
                        .map(key -> find(connection, key))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())))
                .toList();
        awaitAll(asked);
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Optional<StoredSession>> find(
            StatefulRedisConnection<String, String> connection, SessionKey key) {
        return connection
                .async()
                .hmget(name(key), FIELDS)
                .handle((fields, failure) -> {
                    if (failure == null) {
                        return readable(key, fields).filter(session -> !session.isOverAt(clock.millis()));
                    }
                    if (isOfAnotherType(failure)) {
                        return Optional.<StoredSession>empty();
                    }
                    throw StoreUnavailableException.failed("the session store Redis refused a call", failure);
                })
                .toCompletableFuture();
    }

    private void awaitAll(List<? extends CompletableFuture<?>> asked) {
        try {
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RedisCommandTimeoutException("not all sessions of a user were answered in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.failed("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreUnavailableException refused
                    ? refused
                    : StoreUnavailableException.failed("the session store Redis refused a call", e);
        }
    }

    @Override
    public List<ExpiredSession> deleteExpired() {
        List<ExpiredSession> deleted = new ArrayList<>();
        for (int i = 0; i < MAX_BATCHES && deleted.size() < BATCH; i++) {
            int wanted = BATCH - deleted.size();
            List<SessionKey> due = expiries.due(clock.millis(), wanted);
            due.forEach(key -> cleanUp(key).ifPresent(deleted::add));
            if (due.size() < wanted) {
                break;
            }
        }
        return List.copyOf(deleted);
    }

    /** The session that this call deleted. One that lives, or was touched at this moment, stays in the index. */
    private Optional<ExpiredSession> cleanUp(SessionKey key) {
        Optional<StoredSession> found = findById(key);
        if (found.isPresent() && !found.get().isOverAt(clock.millis())) {
            expiries.move(key, found.get().expiryTime());
            return Optional.empty();
        }
        boolean deleted = found.isPresent() && deleteIfExpired(key);
        if (deleted || found.isEmpty()) {
            expiries.remove(key);
        }
        return found.filter(over -> deleted).map(over -> new ExpiredSession(key, over.principal()));
    }

    @Override
    public void close() {
        redis.close();
    }
}
