package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flow of the kit, with its scripts as they are, against the server. */
class TwoUsersIT {

    private static final String EMPLOYEES = "/getemployeedetails";
    private static final String PAYMENTS = "/getpaymentdetails";

    private static Server server;

    private Wire wire;
    private Flow flow;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        wire = Wire.to(server.root());
        flow = Flow.to(wire.root()).start();
    }

    @AfterEach
    void stop() {
        flow.close();
        wire.close();
    }

    @Test
    void logsInWithTheFirstCallAndUsesTheSessionAfterwards() {
        Flow.Result first = flow.general(EMPLOYEES);
        Flow.Result second = flow.general(EMPLOYEES);

        assertThat(first.status()).isEqualTo("200");
        assertThat(first.body()).contains("\"employees\":[{");
        assertThat(second.status()).isEqualTo("200");
        assertThat(wire.calls()).extracting(Wire.Call::customStatus).containsExactly("N", "", "A", "");
    }
}
