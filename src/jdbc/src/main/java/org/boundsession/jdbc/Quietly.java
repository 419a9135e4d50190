package org.boundsession.jdbc;

import java.sql.SQLException;

/** Runs steps that a driver may not support, or whose failure only means that the connection is closed. */
final class Quietly {

    private Quietly() {}

    @FunctionalInterface
    interface Step {
        void run() throws SQLException;
    }

    static boolean succeeds(Step step) {
        try {
            step.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}
