/**
 * Limits failed logins, by user and client address together and by address alone, on this node and on all nodes that share a
 * store. It knows neither HTTP nor credentials.
 */
@NullMarked
package org.boundsession.throttle;

import org.jspecify.annotations.NullMarked;
