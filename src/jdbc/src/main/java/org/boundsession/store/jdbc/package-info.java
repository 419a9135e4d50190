/**
 * Sessions in a relational database: H2, PostgreSQL or MariaDB. One row a session, found by its primary key in one
 * statement without a transaction around it.
 */
@NullMarked
package org.boundsession.store.jdbc;

import org.jspecify.annotations.NullMarked;
