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
 * <p>{@link org.boundsession.KnownSettings} has each setting with its default and range, and {@link
 * org.boundsession.Source} alone reads context parameters and environment. {@link org.boundsession.Application} builds all
 * objects once and closes them.
 *
 * <pre>
 * Application, Settings, Stores     build all of it
 *   web                             uses binding, records, and of store the exception for an outage
 *   audit                           hears the events of binding
 *   store, store.jdbc, store.redis  keep the sessions of binding
 *   binding.secret                  is a kind of binding
 *   records, store.jdbc             bound their calls by jdbc
 *   binding                         uses none of these
 * </pre>
 */
@NullMarked
package org.boundsession;

import org.jspecify.annotations.NullMarked;
