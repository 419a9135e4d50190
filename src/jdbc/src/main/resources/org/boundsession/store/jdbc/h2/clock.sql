-- The time of the database, in epoch seconds.
SELECT EXTRACT(EPOCH FROM CURRENT_TIMESTAMP)
