package org.boundsession.records;

/** Creates queries from SQL texts. */
@FunctionalInterface
public interface RecordQueries {

    RecordQuery of(String sql);
}
