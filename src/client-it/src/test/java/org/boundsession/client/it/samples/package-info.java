/** Runs each sample as its reader would, against the packaged WAR. */
package org.boundsession.client.it.samples;
