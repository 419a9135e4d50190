/** Holds what the server answers in any test against the description of the API. */
@NullMarked
package org.boundsession.it.api;

import org.jspecify.annotations.NullMarked;
