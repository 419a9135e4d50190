/**
 * Typed settings: each is declared once, with its key, default, format and meaning, as a {@link
 * org.boundsession.settings.Setting}. Only {@link org.boundsession.settings.Source} reads context parameters and the
 * environment.
 */
@NullMarked
package org.boundsession.settings;

import org.jspecify.annotations.NullMarked;
