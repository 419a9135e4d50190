/**
 * Cookie sessions that are bound to a secret the client holds: a stolen cookie alone opens nothing.
 *
 * <p>A request comes to {@link org.boundsession.web.BoundSessionFilter}, which finds the bound session by the cookie, has
 * {@link org.boundsession.binding.BoundSessions} compare the secret, checks the role that the servlet's entry in {@code
 * web.xml} asks for, and lets the request pass, or answers it. A login passes to {@link org.boundsession.web.LoginServlet},
 * which asks the container's realm and opens the session.
 *
 * <p>Trust ends at three places. What the client sends is nothing but bytes until the filter has decided. Only the
 * container's realm says who the user is. What a session carries from elsewhere is data of known types; a session
 * whose data cannot be read, or whose hash this node cannot verify, is no session.
 *
 * <p>{@link org.boundsession.Source} is the only reader of parameters and environment; {@link
 * org.boundsession.Application} builds everything once and closes it.
 *
 * <pre>
 * Application -> web -> store -> binding
 *                web -> records, audit
 * </pre>
 */
@NullMarked
package org.boundsession;

import org.jspecify.annotations.NullMarked;
