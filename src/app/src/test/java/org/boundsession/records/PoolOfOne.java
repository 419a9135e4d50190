package org.boundsession.records;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** One connection; whoever asks while it is lent waits without an end, as pools do where nothing is configured. */
final class PoolOfOne implements AutoCloseable {
    private final Semaphore idle = new Semaphore(1);
    private final Connection connection;

    PoolOfOne(DataSource real) throws SQLException {
        this.connection = real.getConnection();
    }

    DataSource dataSource() {
        return Fakes.dataSource(() -> {
            take();
            return Fakes.onClose(connection, idle::release);
        });
    }

    /** What borrowers get; for looking at its state. */
    Connection connection() {
        return connection;
    }

    boolean hasItsConnection() {
        return idle.availablePermits() == 1;
    }

    /** Until the connection is back; false if it seems lost. */
    boolean awaitConnection() throws InterruptedException {
        boolean back = idle.tryAcquire(30, TimeUnit.SECONDS);
        if (back) {
            idle.release();
        }
        return back;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void take() throws SQLException {
        try {
            idle.acquire();
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", e);
        }
    }
}
