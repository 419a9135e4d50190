package org.boundsession.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
    public boolean deleteIfExpired(SessionKey key) {
        beforeDelete.run();
        return store.deleteIfExpired(key);
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
    public List<StoredSession> findByPrincipal(String principal) {
        List<StoredSession> found = store.findByPrincipal(principal);
        afterFindByPrincipal.run();
        return found;
    }

    @Override
    public List<ExpiredSession> deleteExpired() {
        beforeDelete.run();
        return store.deleteExpired();
    }

    @Override
    public void close() {
        store.close();
    }
}
