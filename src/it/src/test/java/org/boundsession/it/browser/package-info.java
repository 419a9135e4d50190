/** The pages in a real browser: Debian's Chromium, without a screen. */
@NullMarked
package org.boundsession.it.browser;

import org.jspecify.annotations.NullMarked;
