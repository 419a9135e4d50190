/**
 * Everything that speaks HTTP: the filter that refuses by default, login and logout, the data servlets and the JSON
 * answers.
 *
 * <p>The container makes these classes, as {@code web.xml} says; each asks {@link
 * org.boundsession.web.Parts} for what it uses, once, in {@code init}.
 *
 * <p>Logins pass a throttle of failures and a bulkhead, and equal attempts share one check of the realm (single-flight).
 * Request bodies that no servlet reads are dropped without a thread that waits for them.
 */
@NullMarked
package org.boundsession.web;

import org.jspecify.annotations.NullMarked;
