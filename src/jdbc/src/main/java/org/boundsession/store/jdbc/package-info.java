/**
 * A session store in a relational database: H2, PostgreSQL or MariaDB; MySQL, Oracle, SQL Server and DB2 with scripts
 * that no test runs. Each session is one row, which is found by its primary key in one statement in auto-commit mode.
 * The statements are the same for all databases, except for the scripts for the tables, the query for the clock and those
 * that count failed logins.
 */
@NullMarked
package org.boundsession.store.jdbc;

import org.jspecify.annotations.NullMarked;
