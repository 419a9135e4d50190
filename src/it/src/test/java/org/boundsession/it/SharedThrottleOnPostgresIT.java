package org.boundsession.it;

import org.boundsession.servers.PostgresServer;

class SharedThrottleOnPostgresIT extends SharedThrottleContract {

    private PostgresServer postgres;

    @Override
    Nodes startStore() throws Exception {
        postgres = PostgresServer.start();
        return Nodes.on(postgres);
    }

    @Override
    void stopStore() throws Exception {
        postgres.close();
    }
}
