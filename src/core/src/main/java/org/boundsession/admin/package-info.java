/**
 * What operators see and do, without HTTP: sessions, metrics, health, drain and the MBean.
 *
 * <p>Nothing here knows the servlet API. Recording a figure takes no lock and never fails a request. No metric has a
 * user name, a session or an address as a label.
 */
@NullMarked
package org.boundsession.admin;

import org.jspecify.annotations.NullMarked;
