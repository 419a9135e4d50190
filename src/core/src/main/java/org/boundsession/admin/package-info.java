/**
 * What operators see and do, independent of HTTP: list and end sessions. Servlets and other interfaces use it.
 */
@NullMarked
package org.boundsession.admin;

import org.jspecify.annotations.NullMarked;
