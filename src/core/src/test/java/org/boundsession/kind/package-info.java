/** A second kind of binding, which nothing in the product knows of. */
@NullMarked
package org.boundsession.kind;

import org.jspecify.annotations.NullMarked;
