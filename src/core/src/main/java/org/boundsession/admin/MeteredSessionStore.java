package org.boundsession.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.boundsession.session.SessionQuery;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.ProofStore;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredPage;
import org.boundsession.store.StoredSession;

/** Measures the calls of a store by operation and outcome. Thread-safe. */
public final class MeteredSessionStore implements SessionStore {

    /** The calls of one operation. Only a call that throws has another outcome than success. */
    private static final class Operation {

        private final Durations.Series success;
        private final Durations.Series unreachable;
        private final Durations.Series refused;

        Operation(Durations durations, String name) {
            success = durations.series(name, "success");
            unreachable = durations.series(name, "unreachable");
            refused = durations.series(name, "refused");
        }

        <T> T call(Supplier<T> call) {
            long start = System.nanoTime();
            Durations.Series outcome = refused;
            try {
                T result = call.get();
                outcome = success;
                return result;
            } catch (StoreUnavailableException e) {
                outcome = e.isUnreachable() ? unreachable : refused;
                throw e;
            } finally {
                outcome.record(System.nanoTime() - start);
            }
        }

        boolean test(BooleanSupplier call) {
            return call(call::getAsBoolean);
        }

        long count(LongSupplier call) {
            return call(call::getAsLong);
        }

        void run(Runnable call) {
            test(() -> {
                call.run();
                return true;
            });
        }
    }

    private final SessionStore store;
    private final Operation find;
    private final Operation insert;
    private final Operation update;
    private final Operation touch;
    private final Operation countMismatch;
    private final Operation delete;
    private final Operation end;
    private final Operation endState;
    private final Operation findByUser;
    private final Operation list;
    private final Operation findExpired;
    private final Operation endExpired;
    private final Operation deleteEnded;
    private final Operation recordProof;
    private final Operation removeProofs;
    private final Operation probe;

    public MeteredSessionStore(SessionStore store, Metrics metrics) {
        this.store = store;
        Durations durations = metrics.durations(
                "bound_session_store_seconds",
                "Time of calls of the session store",
                Durations.CALLS,
                "operation",
                "outcome");
        find = new Operation(durations, "find");
        insert = new Operation(durations, "insert");
        update = new Operation(durations, "update");
        touch = new Operation(durations, "touch");
        countMismatch = new Operation(durations, "count_mismatch");
        delete = new Operation(durations, "delete");
        end = new Operation(durations, "end");
        endState = new Operation(durations, "end_state");
        findByUser = new Operation(durations, "find_by_user");
        list = new Operation(durations, "list");
        findExpired = new Operation(durations, "find_expired");
        endExpired = new Operation(durations, "end_expired");
        deleteEnded = new Operation(durations, "delete_ended");
        recordProof = new Operation(durations, "record_proof");
        removeProofs = new Operation(durations, "remove_proofs");
        probe = new Operation(durations, "probe");
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        return find.call(() -> store.findById(key));
    }

    @Override
    public void insert(StoredSession session) {
        insert.run(() -> store.insert(session));
    }

    @Override
    public boolean update(StoredSession session) {
        return update.test(() -> store.update(session));
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        return touch.test(() -> store.touch(session, accessedTime));
    }

    @Override
    public long countMismatch(SessionKey key) {
        return countMismatch.count(() -> store.countMismatch(key));
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return delete.test(() -> store.deleteById(key));
    }

    @Override
    public boolean end(SessionKey key, EndToken token) {
        return end.test(() -> store.end(key, token));
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        return end.test(() -> store.endIfExpired(key, token));
    }

    @Override
    public EndState endState(SessionKey key, EndToken token) {
        return endState.call(() -> store.endState(key, token));
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        return findByUser.call(() -> store.findByPrincipal(principal, limit));
    }

    @Override
    public StoredPage list(SessionQuery query) {
        return list.call(() -> store.list(query));
    }

    @Override
    public List<ExpiredSession> findExpired() {
        return findExpired.call(store::findExpired);
    }

    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        return endExpired.call(() -> store.endExpired(found, token));
    }

    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        deleteEnded.run(() -> store.deleteEnded(keys, token));
    }

    @Override
    public Optional<ProofStore> proofs() {
        return store.proofs().map(MeteredProofs::new);
    }

    private final class MeteredProofs implements ProofStore {

        private final ProofStore proofs;

        MeteredProofs(ProofStore proofs) {
            this.proofs = proofs;
        }

        @Override
        public boolean record(String proof, long ttlMillis) {
            return recordProof.test(() -> proofs.record(proof, ttlMillis));
        }

        @Override
        public void removeExpired() {
            removeProofs.run(proofs::removeExpired);
        }
    }

    @Override
    public long probe() {
        return probe.count(store::probe);
    }

    @Override
    public void close() {
        store.close();
    }
}
