/**
 * Streams the result of an SQL query as a JSON array.
 *
 * <p>An administrator configures the query; a client can only choose a {@link org.boundsession.records.Page}, whose
 * numbers are bound as parameters, so SQL injection is not possible. {@link org.boundsession.records.RecordQuery#open}
 * returns within its time limit or throws {@link org.boundsession.records.RecordsUnavailableException}, see {@link
 * org.boundsession.jdbc}. Keys are the column labels in lower case; decimals are plain numbers, dates and times are
 * ISO 8601, bytes are base64; SQL NULL, NaN and infinities are null; values of other types are written as the
 * database's text.
 *
 * <p>Queries are thread-safe; {@link org.boundsession.records.Rows} are confined to one thread.
 */
@NullMarked
package org.boundsession.records;

import org.jspecify.annotations.NullMarked;
