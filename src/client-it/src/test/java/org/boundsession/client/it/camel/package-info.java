/** The kit for SAP Cloud Integration and its Camel twin against the packaged WAR. */
package org.boundsession.client.it.camel;
