-- The end of a query that returns at most so many rows.
OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY
