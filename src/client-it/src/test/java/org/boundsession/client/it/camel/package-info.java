/** The kit for SAP Cloud Integration and the same flow as a Camel route, against the packaged WAR. */
package org.boundsession.client.it.camel;
