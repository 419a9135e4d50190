/**
 * A session store in a relational database: H2, PostgreSQL or MariaDB; MySQL, Oracle, SQL Server and DB2 with scripts
 * that no test runs. Each session is one row, which is found by its primary key in one statement in auto-commit mode.
 * The statements are the same for all databases; only the scripts for the table and the query for the clock differ.
 */
@NullMarked
package org.boundsession.store.jdbc;

import org.jspecify.annotations.NullMarked;
