-- A change of a table with many rows takes longer than a call may; for its transaction only.
SET LOCAL statement_timeout = 60000;
SET LOCAL lock_timeout = 60000;
