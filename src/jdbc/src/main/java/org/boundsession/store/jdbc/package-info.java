/**
 * A session store in a relational database: H2, PostgreSQL or MariaDB. Each session is one row, which is found by its
 * primary key in one statement in auto-commit mode.
 */
@NullMarked
package org.boundsession.store.jdbc;

import org.jspecify.annotations.NullMarked;
