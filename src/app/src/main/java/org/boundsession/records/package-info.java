/**
 * One SQL query becomes one JSON array, streamed.
 *
 * <p>An administrator writes the query, the caller a {@link org.boundsession.records.Page} of it; nothing else reaches
 * the SQL. {@link org.boundsession.records.RecordQuery#open} answers within its time limit or throws {@link
 * org.boundsession.records.RecordsUnavailableException}, as {@link org.boundsession.jdbc} describes it. Keys are the column
 * labels in lower case; decimals are plain numbers, dates and times are ISO 8601, bytes are base64; SQL NULL, NaN and infinities
 * are null; values of other types are the database's own text.
 *
 * <p>Queries are shared by all threads; {@link org.boundsession.records.Rows} belong to one.
 */
@NullMarked
package org.boundsession.records;

import org.jspecify.annotations.NullMarked;
