package org.boundsession.store.redis;

import io.lettuce.core.RedisCommandTimeoutException;
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
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UserKey;

/**
 * The index of sessions by user: one sorted set for each user. Readers remove entries whose session is gone.
 * Thread-safe.
 */
final class UserIndex {

    private final RedisConnection redis;
    private final KeyNames names;
    private final SessionHashes hashes;
    private final String application;
    private final Duration timeout;
    private final Clock clock;

    UserIndex(
            RedisConnection redis,
            KeyNames names,
            SessionHashes hashes,
            String application,
            Duration timeout,
            Clock clock) {
        this.redis = redis;
        this.names = names;
        this.hashes = hashes;
        this.application = application;
        this.timeout = timeout;
        this.clock = clock;
    }

    void add(StoredSession session) {
        String index = names.user(UserKey.of(application, session.principal()));
        List<String> entry = List.of(
                Long.toString(clock.millis()),
                Long.toString(session.endTime()),
                session.key().hex());
        redis.call(index, link -> Script.INDEX.run(link.sync(), index, entry));
    }

    /** Finds at most {@code limit} live sessions of one user, see {@code SessionStore.findByPrincipal}. */
    List<StoredSession> find(String principal, int limit) {
        UserKey user = UserKey.of(application, principal);
        String index = names.user(user);
        List<String> members = redis.call(index, link -> link.sync().zrange(index, 0, -1));
        List<Optional<StoredSession>> found = redis.call(index, link -> named(link, members));
        List<StoredSession> sessions = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            found.get(i)
                    .filter(session ->
                            UserKey.of(application, session.principal()).equals(user))
                    .ifPresent(sessions::add);
            if (found.get(i).isEmpty()) {
                gone.add(members.get(i));
            }
        }
        if (!gone.isEmpty()) {
            redis.call(index, link -> link.sync().zrem(index, gone.toArray(String[]::new)));
        }
        return sessions.stream()
                .sorted(Comparator.comparingLong(StoredSession::endTime).reversed())
                .limit(limit)
                .sorted(StoredSession.MOST_RECENT_FIRST)
                .toList();
    }

    /**
     * Finds the live session of each member of an index, pipelined in one round trip. An element is empty if its
     * member has no live session.
     */
    private List<Optional<StoredSession>> named(RedisLink link, List<String> members) {
        List<CompletableFuture<Optional<StoredSession>>> asked = members.stream()
                .map(member -> SessionKey.ofHex(member)
                        .map(key -> find(link, key))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())))
                .toList();
        awaitAll(asked);
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Optional<StoredSession>> find(RedisLink link, SessionKey key) {
        return link.async()
                .hmget(names.session(key), SessionHash.FIELDS)
                .handle((fields, failure) -> {
                    if (failure == null) {
                        return hashes.read(key, fields).filter(session -> !session.isOverAt(clock.millis()));
                    }
                    if (hashes.isNone(failure)) {
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
            throw new RedisCommandTimeoutException("not all look-ups of a user's sessions were completed in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.failed("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreUnavailableException refused
                    ? refused
                    : StoreUnavailableException.failed("the session store Redis refused a call", e);
        }
    }
}
