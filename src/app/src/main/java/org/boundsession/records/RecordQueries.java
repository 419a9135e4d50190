package org.boundsession.records;

/** Makes the query that an SQL text stands for. */
@FunctionalInterface
public interface RecordQueries {

    RecordQuery of(String sql);
}
