package org.boundsession.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reference store, with a test that meddles with its calls: what is set runs before the call. */
final class MeddledSessionStore implements SessionStore {

    private final MapSessionStore store;
    final List<Long> touches = new ArrayList<>();
    volatile Runnable beforeFind = () -> {};
    volatile Runnable beforeInsert = () -> {};
    volatile Runnable beforeUpdate = () -> {};
    volatile Runnable beforeDelete = () -> {};

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
        store.insert(session);
    }

    @Override
    public boolean update(StoredSession session) {
        beforeUpdate.run();
        return store.update(session);
    }

    @Override
    public void touch(StoredSession session, long accessedTime) {
        touches.add(accessedTime);
        store.touch(session, accessedTime);
    }

    @Override
    public boolean deleteById(SessionKey key) {
        beforeDelete.run();
        return store.deleteById(key);
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal) {
        return store.findByPrincipal(principal);
    }

    @Override
    public int deleteExpired() {
        beforeDelete.run();
        return store.deleteExpired();
    }

    @Override
    public void close() {
        store.close();
    }
}
