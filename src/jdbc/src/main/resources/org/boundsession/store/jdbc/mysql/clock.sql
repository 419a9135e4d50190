-- The time of the server, in epoch seconds.
SELECT UNIX_TIMESTAMP(NOW(3))
