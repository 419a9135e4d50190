/**
 * Time limits for JDBC calls. Work runs on the caller's thread, and a watchdog thread checks it:
 *
 * <ul>
 *   <li>The limit includes the wait for a connection and all statements; while rows are read, it applies to the time
 *       between two rows. The watchdog checks 20 times within the limit, so it may act 5 % late.
 *   <li>At 80 % of the limit, the statement is cancelled, repeatedly if it has not begun before. A server that responds
 *       releases its locks, and the connection stays usable and returns to its pool.
 *   <li>At the limit, the connection is aborted. The driver's network timeout ends a read as well, for drivers that
 *       send a request to the server before they abort. The caller gets an exception, and the pool finds the
 *       connection closed. {@code abort} is called on the pool's connection; common pools delegate it to the driver.
 *   <li>The wait for a connection ends at the limit too; {@link org.boundsession.jdbc.Connector} describes the one
 *       exception.
 *   <li>A call within the limit needs no additional thread, contended lock or statement.
 * </ul>
 */
@NullMarked
package org.boundsession.jdbc;

import org.jspecify.annotations.NullMarked;
