package org.boundsession.web;

/**
 * Whether the application serves its console, the page that shows the product in a browser.
 *
 * @param isOn the value of the setting {@code console}
 */
record Console(boolean isOn) {}
