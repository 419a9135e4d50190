package org.boundsession.jdbc;

import java.sql.SQLException;

/** For steps that a driver need not support, or whose failure tells only that the connection is gone. */
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
