/** HTTP as bytes on a socket, because a client library would normalize details on which security decisions depend. */
package org.boundsession.http;
