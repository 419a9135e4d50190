package org.boundsession.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Two nodes of the operating system's MariaDB that replicate to each other (Galera), if they are installed. */
public final class GaleraCluster implements AutoCloseable {

    private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");
    private static final long SYNC_SECONDS = 30;

    private final MariaDbServer first;
    private final MariaDbServer second;

    private GaleraCluster(MariaDbServer first, MariaDbServer second) {
        this.first = first;
        this.second = second;
    }

    public static boolean isInstalled() {
        return MariaDbServer.isInstalled()
                && Files.exists(PROVIDER)
                && Programs.find("rsync").isPresent();
    }

    /** @throws IOException if it is not installed or does not start */
    public static GaleraCluster start() throws IOException, SQLException, InterruptedException {
        int port = MariaDbServer.freePort();
        MariaDbServer first = MariaDbServer.startAs(user(), options("gcomm://", port));
        try {
            MariaDbServer second =
                    MariaDbServer.startAs(user(), options("gcomm://127.0.0.1:" + port, MariaDbServer.freePort()));
            GaleraCluster cluster = new GaleraCluster(first, second);
            cluster.awaitSync();
            return cluster;
        } catch (IOException | SQLException e) {
            first.close();
            throw e;
        }
    }

    /** As root, rsync would receive the data as another user, who may not write it. */
    private static String user() {
        String user = System.getProperty("user.name");
        return user.equals("root") ? "mysql" : user;
    }

    private static String[] options(String cluster, int port) throws IOException {
        return new String[] {
            "--wsrep-on=ON",
            "--wsrep-provider=" + PROVIDER,
            "--wsrep-cluster-name=test",
            "--wsrep-cluster-address=" + cluster,
            "--wsrep-node-address=127.0.0.1",
            "--wsrep-sst-method=rsync",
            "--wsrep-sst-receive-address=127.0.0.1:" + MariaDbServer.freePort(),
            "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:" + port + ";ist.recv_addr=127.0.0.1:"
                    + MariaDbServer.freePort(),
            "--binlog-format=ROW",
            "--innodb-autoinc-lock-mode=2"
        };
    }

    private void awaitSync() throws SQLException, InterruptedException, IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SYNC_SECONDS);
        while (!isSynced()) {
            if (System.nanoTime() - end > 0) {
                close();
                throw new IOException("the second node has not joined the first one");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean isSynced() throws SQLException {
        try (Connection connection = second.connectAsRoot();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW STATUS LIKE 'wsrep_local_state_comment'")) {
            return row.next() && row.getString(2).equals("Synced");
        }
    }

    public MariaDbServer first() {
        return first;
    }

    public MariaDbServer second() {
        return second;
    }

    @Override
    public void close() throws IOException {
        second.close();
        first.close();
    }
}
