/**
 * Cookie sessions that are bound to a secret that the client holds, which protects against session hijacking: a stolen
 * cookie alone does not give access.
 *
 * <p>{@link org.boundsession.web.BoundSessionFilter} handles each request: it finds the bound session by the cookie,
 * verifies the secret or the signature with {@link org.boundsession.binding.BoundSessions}, checks the role that the
 * servlet's entry in {@code web.xml} requires, and then passes the request on or refuses it. {@link
 * org.boundsession.web.LoginServlet} handles a login: it authenticates the user with the container's realm and opens
 * the session.
 *
 * <p>There are three trust boundaries. Input of a client is untrusted until the filter has decided. Only the
 * container's realm authenticates users. Data of a session that comes from another node or a store has known types and
 * is validated; a session whose data cannot be read, or whose hash this node cannot verify, is treated as absent.
 *
 * <p>{@link org.boundsession.KnownSettings} lists the settings of the core with their defaults and ranges, and a store
 * has its own; only {@link org.boundsession.settings.Source} reads their values. {@link org.boundsession.Application}
 * creates all objects at start and closes them at stop.
 *
 * <pre>
 * Application, Settings, Stores     create all objects
 *   records.web, records            serve the records; a separate listener starts them
 *   web                             uses binding, throttle and admin, and of store the exception for an outage and the
 *                                   types that the throttle counts and lists
 *   throttle                        limits failed logins, on this node and by the counters of a store
 *   admin                           what operators see and do, without HTTP
 *   store.jdbc, store.redis         implement store, and are found by their StoreProvider
 *   store                           stores the sessions of binding
 *   binding.secret,
 *   binding.signature               are kinds of binding
 *   binding                         opens, verifies and ends sessions
 *   audit                           listens to SessionEvents
 *   session                         the values that all of these use
 *   jdbc, bulkhead, keys,
 *   settings, concurrent            tools, which know nothing of sessions
 * </pre>
 */
@NullMarked
package org.boundsession;

import org.jspecify.annotations.NullMarked;
