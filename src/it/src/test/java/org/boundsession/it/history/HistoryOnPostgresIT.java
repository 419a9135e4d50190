package org.boundsession.it.history;

class HistoryOnPostgresIT extends HistoryContract {

    @Override
    FaultyStore startStore() throws Exception {
        return new FaultyPostgres();
    }
}
