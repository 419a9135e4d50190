package org.boundsession.store;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.UserNames;

/** The reference: what a store does, in a map. */
final class MapSessionStore implements SessionStore {

    private final Map<SessionKey, StoredSession> sessions = new ConcurrentHashMap<>();
    private final Map<SessionKey, Mark> marks = new ConcurrentHashMap<>();
    private final Map<String, Long> proofs = new ConcurrentHashMap<>();
    private final Clock clock;

    private record Mark(EndToken token, long millis) {}

    MapSessionStore(Clock clock) {
        this.clock = clock;
    }

    private boolean isLive(StoredSession session) {
        return !session.isOverAt(clock.millis());
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        return Optional.ofNullable(sessions.get(key));
    }

    @Override
    public void insert(StoredSession session) {
        if (marks.containsKey(session.key()) || sessions.putIfAbsent(session.key(), session.withVersion(1)) != null) {
            throw new IllegalStateException("the key is taken");
        }
    }

    @Override
    public boolean update(StoredSession session) {
        boolean[] updated = {false};
        sessions.computeIfPresent(session.key(), (key, current) -> {
            updated[0] = isLive(current) && current.version() == session.version();
            return updated[0]
                    ? current.idlingFor(session.maxInactiveInterval())
                            .withAttributes(session.attributes())
                            .withVersion(session.version() + 1)
                    : current;
        });
        return updated[0];
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        StoredSession touched = sessions.computeIfPresent(
                session.key(),
                (key, current) -> isLive(current) || isLive(session) ? current.accessedSince(accessedTime) : current);
        return touched != null && isLive(touched);
    }

    @Override
    public boolean end(SessionKey key, EndToken token) {
        return endIf(key, token, session -> true);
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        return endIf(key, token, session -> !isLive(session));
    }

    private boolean endIf(SessionKey key, EndToken token, Predicate<StoredSession> condition) {
        sessions.computeIfPresent(key, (same, current) -> {
            if (!condition.test(current)) {
                return current;
            }
            marks.put(key, new Mark(token, clock.millis()));
            return null;
        });
        return endState(key, token) == EndState.ENDED;
    }

    @Override
    public EndState endState(SessionKey key, EndToken token) {
        if (sessions.containsKey(key)) {
            return EndState.NOT_ENDED;
        }
        Mark mark = marks.get(key);
        return mark != null && mark.token().equals(token) ? EndState.ENDED : EndState.GONE;
    }

    @Override
    public long countMismatch(SessionKey key) {
        StoredSession counted = sessions.computeIfPresent(
                key, (same, current) -> isLive(current) ? current.withMismatches(current.mismatches() + 1) : current);
        return counted == null || !isLive(counted) ? 0 : counted.mismatches();
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return sessions.remove(key) != null;
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        return sessions.values().stream()
                .filter(session -> isLive(session)
                        && UserNames.canonical(session.principal()).equals(UserNames.canonical(principal)))
                .sorted(Comparator.comparingLong(StoredSession::endTime).reversed())
                .limit(limit)
                .sorted(StoredSession.MOST_RECENT_FIRST)
                .toList();
    }

    @Override
    public StoredPage list(SessionQuery query) {
        List<StoredSession> rest = sessions.values().stream()
                .filter(session -> isLive(session)
                        && query.user()
                                .map(user -> UserNames.canonical(user).equals(UserNames.canonical(session.principal())))
                                .orElse(true)
                        && session.position().compareTo(query.start()) > 0)
                .sorted(Comparator.comparing(StoredSession::position))
                .toList();
        List<StoredSession> page = rest.stream().limit(query.limit()).toList();
        Optional<Position> next = rest.size() > query.limit()
                ? Optional.of(page.get(page.size() - 1).position())
                : Optional.empty();
        return new StoredPage(page, next);
    }

    @Override
    public List<ExpiredSession> findExpired() {
        marks.values().removeIf(mark -> mark.millis() <= clock.millis() - MARK_MILLIS);
        return sessions.values().stream()
                .filter(session -> !isLive(session))
                .limit(BATCH)
                .map(session -> new ExpiredSession(session.key().hex(), Optional.of(session)))
                .toList();
    }

    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        return found.stream()
                .filter(expired -> endIfExpired(new SessionKey(expired.key()), token))
                .toList();
    }

    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        keys.forEach(key -> marks.computeIfPresent(
                new SessionKey(key), (same, mark) -> mark.token().equals(token) ? null : mark));
    }

    @Override
    public Optional<ProofStore> proofs() {
        return Optional.of(new ProofStore() {

            @Override
            public boolean record(String proof, long ttlMillis) {
                return proofs.putIfAbsent(proof, clock.millis() + ttlMillis + MARGIN_MILLIS) == null;
            }

            @Override
            public void removeExpired() {
                proofs.values().removeIf(expiry -> expiry <= clock.millis());
            }
        });
    }

    @Override
    public long probe() {
        return clock.millis();
    }

    @Override
    public void close() {}
}
