package org.boundsession.store.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.SslOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.boundsession.session.SessionQuery;
import org.boundsession.store.AttributesJson;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.ProofStore;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredPage;
import org.boundsession.store.StoredSession;

/**
 * A session store in Redis, with one hash for each session. Thread-safe; all requests share one connection, and a
 * look-up is one command. Each command and script has one key, as a cluster demands.
 *
 * <p>The clock of this node decides whether a session is live. The time to live in Redis is a few minutes longer and
 * removes sessions that no clean-up has ended.
 */
final class RedisSessionStore implements SessionStore {

    private final RedisConnection redis;
    private final Optional<ReplicatedWrites> replicated;
    private final KeyNames names;
    private final SessionLookups sessions;
    private final SessionIndexes indexes;
    private final ListedSessions listed;
    private final StoreProbe probe;
    private final String application;
    private final Clock clock;

    /**
     * @param confirmingReplicas the number of replicas that confirm a new session and the end of one; 0 for none
     * @param application the name of the application; the servers may contain sessions of others
     */
    RedisSessionStore(
            RedisAddress address,
            SslOptions tls,
            int confirmingReplicas,
            String application,
            Duration timeout,
            Clock clock) {
        this.redis = new RedisConnection(address, tls, timeout);
        this.replicated = confirmingReplicas == 0
                ? Optional.empty()
                : Optional.of(
                        new ReplicatedWrites(new RedisConnection(address, tls, timeout), confirmingReplicas, timeout));
        this.names = new KeyNames(application);
        this.sessions = new SessionLookups(redis, names);
        UserIndex users = new UserIndex(redis, names, sessions, application, clock);
        EndIndexes ends = new EndIndexes(redis, clock);
        this.indexes = new SessionIndexes(redis, names, users, ends, new ExpiryIndexes(redis, names));
        this.listed = new ListedSessions(names, ends, sessions, application, clock);
        this.probe = new StoreProbe(redis, names.probe());
        this.application = application;
        this.clock = clock;
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        return sessions.find(key);
    }

    /**
     * Writes the entries in the indexes first, because a session without them could be neither listed nor ended by its
     * user's name. An entry whose session was not inserted is removed after its time.
     */
    @Override
    public void insert(StoredSession session) {
        indexes.add(session);
        List<String> arguments = new ArrayList<>(List.of(now()));
        arguments.addAll(SessionHash.write(session));
        String name = names.session(session.key());
        if (write(name, link -> Script.INSERT.run(link.sync(), name, arguments)) == 0) {
            throw new IllegalStateException("the key is taken");
        }
    }

    @Override
    public boolean update(StoredSession session) {
        List<String> arguments = List.of(
                now(),
                Long.toString(session.version()),
                Long.toString(session.maxInactiveInterval()),
                AttributesJson.write(session.attributes()));
        return run(Script.UPDATE, session.key(), arguments) == 1;
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        String isKnownLive = session.isOverAt(clock.millis()) ? "0" : "1";
        List<String> arguments = List.of(now(), Long.toString(accessedTime), isKnownLive);
        return run(Script.TOUCH, session.key(), arguments) == 1;
    }

    @Override
    public boolean end(SessionKey key, EndToken token) {
        String name = names.session(key);
        return ended(key, write(name, link -> Script.END.find(link.sync(), name, List.of(token.text()))));
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        return end(Script.END_IF_EXPIRED, key, List.of(token.text(), now()));
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
        return run(Script.COUNT_MISMATCH, key, List.of(now()));
    }

    private long run(Script script, SessionKey key, List<String> arguments) {
        String name = names.session(key);
        return redis.call(name, link -> script.run(link.sync(), name, arguments));
    }

    /** Runs a script that returns the session's user if it has ended the session. */
    private boolean end(Script script, SessionKey key, List<String> arguments) {
        String name = names.session(key);
        return ended(key, redis.call(name, link -> script.find(link.sync(), name, arguments)));
    }

    private boolean ended(SessionKey key, Optional<String> user) {
        user.filter(known -> !known.isEmpty()).ifPresent(known -> indexes.remove(key, known));
        return user.isPresent();
    }

    /** Executes a write that must not be lost. */
    private <T> T write(String key, Function<RedisLink, T> work) {
        return replicated.isPresent() ? replicated.get().write(key, work) : redis.call(key, work);
    }

    private String now() {
        return Long.toString(clock.millis());
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return end(Script.DELETE, key, List.of());
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        return indexes.findByPrincipal(principal, limit);
    }

    @Override
    public StoredPage list(SessionQuery query) {
        return listed.page(query);
    }

    @Override
    public List<ExpiredSession> findExpired() {
        indexes.addMissing(clock.millis());
        return new ExpiredSessions(indexes.expiries(), sessions, clock.millis()).find();
    }

    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        List<ExpiredSession> ended = new ArrayList<>();
        StoreUnavailableException refusal = null;
        for (ExpiredSession expired : found) {
            try {
                if (endIfExpired(new SessionKey(expired.key()), token)) {
                    ended.add(expired);
                }
            } catch (StoreUnavailableException e) {
                refusal = e;
                if (e.isUnreachable() && !e.isPartial()) {
                    throw e;
                }
                if (!e.isPartial()) {
                    break;
                }
            }
        }
        // Sessions that were ended before or after a refusal must still be reported.
        if (refusal != null && ended.isEmpty()) {
            throw refusal;
        }
        return List.copyOf(ended);
    }

    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        for (String key : keys) {
            run(Script.DELETE_ENDED, new SessionKey(key), List.of(token.text()));
        }
    }

    @Override
    public Optional<FailureCounters> failureCounters() {
        return Optional.of(new RedisFailureCounters(redis, names, application, clock));
    }

    @Override
    public Optional<ProofStore> proofs() {
        return Optional.of(new RedisProofStore(redis, names));
    }

    @Override
    public long probe() {
        return probe.run();
    }

    @Override
    public void close() {
        replicated.ifPresent(ReplicatedWrites::close);
        redis.close();
    }
}
