/** Clients against the packaged WAR in a real Tomcat. */
package org.boundsession.client.it;
