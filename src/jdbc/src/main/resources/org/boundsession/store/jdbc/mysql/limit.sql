-- The end of a query that returns at most so many rows.
LIMIT ?
