/**
 * The HTTP interface: the filter that denies by default, login and logout, lists of sessions and of throttled logins,
 * health checks, drain, metrics and the JSON responses.
 *
 * <p>The container instantiates the filter and the servlets, as {@code web-fragment.xml} or {@code web.xml} declares;
 * each looks up what it uses in {@link org.boundsession.web.Parts}, once, in {@code init}.
 *
 * <p>Logins pass a throttle of failures and a bulkhead, and concurrent attempts with the same credentials share one
 * check of the realm (single-flight). Request bodies that no servlet reads are discarded with non-blocking I/O.
 */
@NullMarked
package org.boundsession.web;

import org.jspecify.annotations.NullMarked;
