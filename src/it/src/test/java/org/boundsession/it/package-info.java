/** The packaged WAR in a real container, spoken to over raw HTTP from outside, and looked into from inside. */
package org.boundsession.it;
