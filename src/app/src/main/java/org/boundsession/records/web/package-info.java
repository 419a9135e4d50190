/**
 * The records over HTTP: one servlet class, which {@code web.xml} declares once for each query. {@link
 * org.boundsession.records.web.RecordsListener} opens the database, and closes it when the application stops.
 */
@NullMarked
package org.boundsession.records.web;

import org.jspecify.annotations.NullMarked;
