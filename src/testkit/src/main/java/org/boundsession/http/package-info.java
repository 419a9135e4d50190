/** HTTP as bytes on a socket, because what a security decision hangs on is at times what a client library tidies up. */
package org.boundsession.http;
