package org.boundsession.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.boundsession.session.SessionQuery;

/** The reference store, with a test that meddles with its calls: what is set runs before the call. */
final class MeddledSessionStore implements SessionStore {

    private final MapSessionStore store;
    final List<Long> touches = new CopyOnWriteArrayList<>();
    volatile Runnable beforeFind = () -> {};
    volatile Runnable beforeInsert = () -> {};
    volatile Consumer<StoredSession> whenInserting = session -> {};
    volatile Runnable afterInsert = () -> {};
    volatile Runnable beforeTouch = () -> {};
    volatile Runnable afterTouch = () -> {};
    volatile Runnable beforeUpdate = () -> {};
    volatile Runnable beforeEnd = () -> {};
    volatile Runnable afterEnd = () -> {};
    volatile BiConsumer<SessionKey, EndToken> whenEnding = (key, token) -> {};
    volatile Runnable beforeDelete = () -> {};
    volatile Runnable afterFindByPrincipal = () -> {};

    MeddledSessionStore(MapSessionStore store) {
        this.store = store;
    }

    static void fail() {
        throw StoreUnavailableException.failed("refused by the test", null);
    }

    static void hang() {
        throw StoreUnavailableException.unreachable("unreachable by the test", null);
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        beforeFind.run();
        return store.findById(key);
    }

    @Override
    public void insert(StoredSession session) {
        beforeInsert.run();
        whenInserting.accept(session);
        store.insert(session);
        afterInsert.run();
    }

    @Override
    public boolean update(StoredSession session) {
        beforeUpdate.run();
        return store.update(session);
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        beforeTouch.run();
        touches.add(accessedTime);
        boolean lives = store.touch(session, accessedTime);
        afterTouch.run();
        return lives;
    }

    @Override
    public boolean end(SessionKey key, EndToken token) {
        beforeEnd.run();
        whenEnding.accept(key, token);
        boolean ended = store.end(key, token);
        afterEnd.run();
        return ended;
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        beforeEnd.run();
        boolean ended = store.endIfExpired(key, token);
        afterEnd.run();
        return ended;
    }

    @Override
    public EndState endState(SessionKey key, EndToken token) {
        beforeFind.run();
        return store.endState(key, token);
    }

    @Override
    public long countMismatch(SessionKey key) {
        beforeUpdate.run();
        return store.countMismatch(key);
    }

    @Override
    public boolean deleteById(SessionKey key) {
        beforeDelete.run();
        return store.deleteById(key);
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        List<StoredSession> found = store.findByPrincipal(principal, limit);
        afterFindByPrincipal.run();
        return found;
    }

    @Override
    public StoredPage list(SessionQuery query) {
        beforeFind.run();
        return store.list(query);
    }

    @Override
    public List<ExpiredSession> findExpired() {
        return store.findExpired();
    }

    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        beforeEnd.run();
        List<ExpiredSession> ended = store.endExpired(found, token);
        afterEnd.run();
        return ended;
    }

    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        beforeDelete.run();
        store.deleteEnded(keys, token);
    }

    @Override
    public Optional<ProofStore> proofs() {
        return store.proofs();
    }

    @Override
    public long probe() {
        beforeFind.run();
        return store.probe();
    }

    @Override
    public void close() {
        store.close();
    }
}
