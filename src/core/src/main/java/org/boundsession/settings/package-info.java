/**
 * Settings: each is stated once, with its key, default, values and meaning, as a {@link org.boundsession.settings.Setting}.
 * {@link org.boundsession.settings.Source} alone reads context parameters and the environment.
 */
@NullMarked
package org.boundsession.settings;

import org.jspecify.annotations.NullMarked;
