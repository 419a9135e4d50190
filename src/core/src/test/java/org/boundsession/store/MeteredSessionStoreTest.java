package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.boundsession.admin.MeteredSessionStore;
import org.boundsession.admin.Metrics;
import org.junit.jupiter.api.Test;

/** A measured store does what the store does. */
class MeteredSessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new MeteredSessionStore(new MapSessionStore(clock), new Metrics());
    }

    @Test
    void countsCallsByOperationAndOutcome() throws IOException {
        Metrics metrics = new Metrics();
        MeddledSessionStore meddled = new MeddledSessionStore(new MapSessionStore(Clock.systemUTC()));
        SessionStore store = new MeteredSessionStore(meddled, metrics);
        SessionKey key = SessionKey.of("id");

        store.probe();
        record(store, proof());
        store.proofs().orElseThrow().removeExpired();
        store.findById(key);
        meddled.beforeFind = MeddledSessionStore::fail;
        assertThatThrownBy(() -> store.findById(key)).hasMessageContaining("refused by the test");
        meddled.beforeFind = MeddledSessionStore::hang;
        assertThatThrownBy(() -> store.findById(key)).hasMessageContaining("unreachable by the test");

        assertThat(scrape(metrics).lines())
                .contains(
                        count("find", "success", 1),
                        count("find", "refused", 1),
                        count("find", "unreachable", 1),
                        count("probe", "success", 1),
                        count("record_proof", "success", 1),
                        count("remove_proofs", "success", 1),
                        count("insert", "success", 0));
    }

    private static String count(String operation, String outcome, int calls) {
        return "bound_session_store_seconds_count{operation=\"" + operation + "\",outcome=\"" + outcome + "\"} "
                + calls;
    }

    private static String scrape(Metrics metrics) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        metrics.writeTo(text);
        return text.toString(StandardCharsets.UTF_8);
    }
}
