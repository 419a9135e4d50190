/**
 * Everything that speaks HTTP: the filter that refuses by default, login and logout, the data servlets and the JSON
 * answers.
 *
 * <p>The container makes these classes, as {@code web.xml} says; each takes what it works with from {@link
 * org.boundsession.web.Web}, once, in {@code init}.
 */
@NullMarked
package org.boundsession.web;

import org.jspecify.annotations.NullMarked;
