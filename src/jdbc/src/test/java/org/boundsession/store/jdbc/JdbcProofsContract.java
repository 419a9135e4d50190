package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.boundsession.parallel.Parallel;
import org.boundsession.store.ProofStore;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SessionStoreContract;
import org.junit.jupiter.api.Test;

/** The contract, and what records of proofs cost in a relational database. */
abstract class JdbcProofsContract extends SessionStoreContract {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    abstract DataSource dataSource();

    @Test
    void recordsAProofOfTwoNodesOnce() {
        String proof = proof();
        try (SessionStore other = open(APPLICATION, clock)) {
            List<Boolean> recorded = Parallel.run(16, i -> record(i % 2 == 0 ? store : other, proof));

            assertThat(recorded).filteredOn(Boolean::booleanValue).hasSize(1);
        }
    }

    @Test
    void recordsAProofInOneRoundTrip() {
        String proof = proof();
        RoundTrips trips = new RoundTrips(dataSource());
        try (SessionStore node = new JdbcSessionStore(trips.dataSource(), APPLICATION, PATIENCE, clock)) {
            record(node, proof());
            trips.take();

            assertThat(record(node, proof)).isTrue();
            assertThat(trips.take()).containsExactly("executeUpdate");
            assertThat(record(node, proof)).isFalse();
            assertThat(trips.take()).as("without one that throws").hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void forgetsMoreThanOneBatchOfProofsAfterTheMargin() throws SQLException {
        String application = "/proofs-" + UUID.randomUUID();
        List<String> old = Stream.generate(JdbcProofsContract::proof)
                .limit(SessionStore.BATCH + 2)
                .toList();
        try (SessionStore node = open(application, clock)) {
            old.forEach(proof -> record(node, proof));
            clock.move(TIME_TO_LIVE.plusMillis(ProofStore.MARGIN_MILLIS));
            String present = proof();
            record(node, present);

            node.proofs().orElseThrow().removeExpired();

            assertThat(proofs(application)).containsExactly(present);
            assertThat(record(node, old.get(0))).isTrue();
        }
    }

    private List<String> proofs(String application) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT proof FROM bound_session_proofs WHERE application = ?")) {
            select.setString(1, application);
            try (ResultSet rows = select.executeQuery()) {
                Stream.Builder<String> found = Stream.builder();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found.build().toList();
            }
        }
    }
}
