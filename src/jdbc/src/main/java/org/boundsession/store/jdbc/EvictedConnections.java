package org.boundsession.store.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells the pool which connections are of no use after an error, beside those that the driver reports as broken: a pool
 * would hand them out again for as long as they live. Thread-safe.
 */
public final class EvictedConnections implements SQLExceptionOverride {

    /**
     * 25006: the transaction is read-only, as on a server that is no longer the primary. 26000 and 42P05: a prepared
     * statement does not exist, or exists already, because a proxy that pools transactions has changed the server
     * connection behind this one.
     */
    private static final Set<String> STATES = Set.of("25006", "26000", "42P05");

    /** MariaDB runs with {@code --read-only}; its SQLSTATE is the general one. */
    private static final int READ_ONLY_MARIADB = 1290;

    /** For the pool. */
    public EvictedConnections() {}

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        for (SQLException e = failure; e != null; e = e.getNextException()) {
            if (e.getErrorCode() == READ_ONLY_MARIADB
                    || (e.getSQLState() != null && STATES.contains(e.getSQLState()))) {
                return Override.MUST_EVICT;
            }
        }
        return Override.CONTINUE_EVICT;
    }
}
