/**
 * Cookie sessions that are bound to a secret the client holds: a stolen cookie alone opens nothing.
 *
 * <p>A request comes to {@link org.boundsession.web.BoundSessionFilter}, which finds the bound session by the cookie, has
 * {@link org.boundsession.binding.BoundSessions} compare the secret, checks the role that the servlet's entry in {@code
 * web.xml} requires, and then passes the request on or refuses it. A login is passed to {@link org.boundsession.web.LoginServlet},
 * which asks the container's realm and opens the session.
 *
 * <p>There are three trust boundaries. Input of a client is untrusted until the filter has decided. Only the container's
 * realm authenticates users. Data of a session that comes from another node or a store has known types and is validated; a
 * session whose data cannot be read, or whose hash this node cannot verify, is no session.
 *
 * <p>{@link org.boundsession.KnownSettings} has each setting of the core with its default and range, a store has its own,
 * and {@link org.boundsession.settings.Source} alone reads their values. {@link org.boundsession.Application} builds all
 * objects once and closes them.
 *
 * <pre>
 * Application, Settings, Stores     build all of it
 *   records.web, records            read the records; their listener stands beside Application
 *   web                             uses binding, and of store the exception for an outage
 *   audit                           hears the events of binding
 *   store.jdbc, store.redis         implement store, and are found by their StoreProvider
 *   store                           keeps the sessions of binding
 *   binding.secret                  is a kind of binding
 *   records, store.jdbc             bound their calls by jdbc
 *   binding, settings               use none of these
 * </pre>
 */
@NullMarked
package org.boundsession;

import org.jspecify.annotations.NullMarked;
