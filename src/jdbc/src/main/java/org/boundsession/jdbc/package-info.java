/**
 * One way to bound the time of a JDBC call, for all that asks a database. Work runs on the caller's thread; a watchdog looks
 * after it. With a limit of two seconds:
 *
 * <ul>
 *   <li>The limit is for everything: the wait for a connection and all statements, and while rows are read for the time
 *       between two rows. The watchdog looks twenty times within a limit, so that it may act a twentieth late.
 *   <li>After four fifths of the limit the statement is cancelled. A server that answers gives up its locks and keeps the
 *       connection, which returns to its pool.
 *   <li>At the limit the connection is aborted, and the driver's own network timeout ends a read as well, for drivers that
 *       ask the server before they abort. The caller gets an exception, and a pool finds the connection closed. {@code
 *       abort} is called on what the pool handed out, which all common pools pass on to the driver.
 *   <li>A caller who waits for a connection is freed at the limit, too: see {@link org.boundsession.jdbc.Connector}, which
 *       has the one exception.
 *   <li>Nothing of this costs a request that is in time a thread, a lock that others hold, or a statement of its own.
 * </ul>
 */
@NullMarked
package org.boundsession.jdbc;

import org.jspecify.annotations.NullMarked;
