package org.boundsession.it;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 300 connections that send their request bodies slowly, while another client makes guarded calls. */
class SlowClientsIT extends DeployedWar {

    static final int SLOW = 300;

    @Test
    void answersOthersWhileBodiesDribbleAndAfterwards() throws Exception {
        SlowCalls.assertAnswered(client, SLOW, sessionOf("general"), Duration.ofSeconds(20));
    }
}
