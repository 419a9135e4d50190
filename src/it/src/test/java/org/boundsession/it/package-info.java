/** Tests of the packaged WAR in a real container, over raw HTTP from outside and by inspection from inside. */
package org.boundsession.it;
