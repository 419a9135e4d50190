-- The time of the server, in epoch seconds.
SELECT EXTRACT(EPOCH FROM CLOCK_TIMESTAMP())
