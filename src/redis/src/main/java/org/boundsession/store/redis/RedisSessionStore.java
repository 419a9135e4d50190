package org.boundsession.store.redis;

import io.lettuce.core.KeyValue;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.boundsession.store.AttributesJson;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;

/**
 * A session store in Redis, with one hash for each session. Thread-safe; all requests share one connection, and a
 * look-up is one command.
 *
 * <p>The clock of this node decides whether a session is live. The time to live in Redis is a few minutes longer and
 * removes sessions that no clean-up has ended.
 */
final class RedisSessionStore implements SessionStore {

    private static final int MAX_BATCHES = 20;

    private final RedisConnection redis;
    private final KeyNames names;
    private final ExpiryIndex expiries;
    private final UserIndex users;
    private final SessionHashes hashes = new SessionHashes();
    private final Clock clock;

    /**
     * @param application the name of the application; the server may contain sessions of others
     */
    RedisSessionStore(RedisAddress address, String application, Duration timeout, Clock clock) {
        this.redis = new RedisConnection(address, timeout);
        this.names = new KeyNames(application);
        this.expiries = new ExpiryIndex(redis, names.expiry());
        this.users = new UserIndex(redis, names, hashes, application, timeout, clock);
        this.clock = clock;
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        String name = names.session(key);
        List<KeyValue<String, String>> fields;
        try {
            fields = redis.call(name, link -> link.sync().hmget(name, SessionHash.FIELDS));
        } catch (StoreUnavailableException e) {
            if (hashes.isNone(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
        return hashes.read(key, fields);
    }

    /**
     * Writes the session before its entry in the user's index, because readers of that index remove entries without a
     * session. If the entry cannot be written, the login fails, and the caller deletes the session as one whose insert
     * received no response.
     */
    @Override
    public void insert(StoredSession session) {
        expiries.add(session.key(), session.expiryTime());
        List<String> arguments = new ArrayList<>(List.of(now()));
        arguments.addAll(SessionHash.write(session));
        if (run(Script.INSERT, names.session(session.key()), arguments) == 0) {
            throw new IllegalStateException("the key is taken");
        }
        users.add(session);
    }

    @Override
    public boolean update(StoredSession session) {
        List<String> arguments = List.of(
                now(),
                Long.toString(session.version()),
                Long.toString(session.maxInactiveInterval()),
                AttributesJson.write(session.attributes()));
        return run(Script.UPDATE, names.session(session.key()), arguments) == 1;
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        String isKnownLive = session.isOverAt(clock.millis()) ? "0" : "1";
        List<String> arguments = List.of(now(), Long.toString(accessedTime), isKnownLive);
        return run(Script.TOUCH, names.session(session.key()), arguments) == 1;
    }

    @Override
    public boolean end(SessionKey key, EndToken token) {
        return run(Script.END, names.session(key), List.of(token.text())) == 1;
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        return run(Script.END_IF_EXPIRED, names.session(key), List.of(token.text(), now())) == 1;
    }

    @Override
    public EndState endState(SessionKey key, EndToken token) {
        String name = names.session(key);
        List<KeyValue<String, String>> fields =
                redis.call(name, link -> link.sync().hmget(name, "ended_by", "principal"));
        if (fields.get(1).hasValue()) {
            return EndState.NOT_ENDED;
        }
        return fields.get(0).getValueOrElse("").equals(token.text()) ? EndState.ENDED : EndState.GONE;
    }

    @Override
    public long countMismatch(SessionKey key) {
        return run(Script.COUNT_MISMATCH, names.session(key), List.of(now()));
    }

    private long run(Script script, String key, List<String> arguments) {
        return redis.call(key, link -> script.run(link.sync(), key, arguments));
    }

    private String now() {
        return Long.toString(clock.millis());
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return run(Script.DELETE, names.session(key), List.of()) == 1;
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        return users.find(principal, limit);
    }

    /**
     * Moves live sessions back in the index and removes entries without a session. So the expired ones remain at the
     * front, and their number is the offset of the next batch.
     */
    @Override
    public List<ExpiredSession> findExpired() {
        List<ExpiredSession> found = new ArrayList<>();
        for (int i = 0; i < MAX_BATCHES && found.size() < BATCH; i++) {
            int wanted = BATCH - found.size();
            List<SessionKey> due = expiries.due(clock.millis(), found.size(), wanted);
            due.forEach(key -> expired(key).ifPresent(found::add));
            if (due.size() < wanted) {
                break;
            }
        }
        return List.copyOf(found);
    }

    /** Returns the session if it has expired. The entry of a live session is moved to its current expiry. */
    private Optional<ExpiredSession> expired(SessionKey key) {
        Optional<StoredSession> found = findById(key);
        if (found.isEmpty()) {
            expiries.remove(key.hex());
            return Optional.empty();
        }
        if (!found.get().isOverAt(clock.millis())) {
            expiries.move(key, found.get().expiryTime());
            return Optional.empty();
        }
        return Optional.of(new ExpiredSession(key.hex(), found));
    }

    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        List<ExpiredSession> ended = new ArrayList<>();
        for (ExpiredSession expired : found) {
            try {
                if (endIfExpired(new SessionKey(expired.key()), token)) {
                    ended.add(expired);
                }
            } catch (StoreUnavailableException e) {
                if (e.isUnreachable() || ended.isEmpty()) {
                    throw e;
                }
                // The sessions that were ended before the refusal must still be reported.
                break;
            }
        }
        return List.copyOf(ended);
    }

    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        for (String key : keys) {
            run(Script.DELETE_ENDED, names.session(new SessionKey(key)), List.of(token.text()));
            expiries.remove(key);
        }
    }

    /** A full server, a replica and a user without the privilege refuse the script, which writes a key for a minute. */
    @Override
    public long probe() {
        return run(Script.PROBE, names.probe(), List.of());
    }

    @Override
    public void close() {
        redis.close();
    }
}
