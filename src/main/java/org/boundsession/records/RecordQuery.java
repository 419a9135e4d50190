package org.boundsession.records;

import javax.sql.DataSource;

/**
 * An administrator's SELECT, read page by page. Thread-safe.
 *
 * <p>The text may end in semicolons and comments. It must be one statement without parameters and without a LIMIT or
 * FETCH of its own, and should state an ORDER BY, without which pages may overlap.
 */
public final class RecordQuery {
    private final DataSource dataSource;
    private final String sql;
    private final QueryWorkers workers;

    /** @throws IllegalArgumentException if {@code sql} holds no statement */
    public RecordQuery(DataSource dataSource, String sql, QueryWorkers workers) {
        this.dataSource = dataSource;
        this.sql = PagedSql.of(sql);
        this.workers = workers;
    }

    /**
     * Executes the query and fetches the first row, if there is one. The caller closes the rows.
     *
     * @throws RecordsUnavailableException for any failure, and when the workers' deadline passes or the caller is
     *     interrupted (whose interrupt status is then set)
     */
    public Rows open(Page page) {
        return workers.open(dataSource, sql, page);
    }
}
