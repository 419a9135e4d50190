package org.boundsession.it.history;

class HistoryOnRedisIT extends HistoryContract {

    @Override
    FaultyStore startStore() throws Exception {
        return new FaultyRedis();
    }
}
