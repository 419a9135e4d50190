-- The time of the server, in epoch seconds. A time of day would be ambiguous when summer time ends.
SELECT UNIX_TIMESTAMP()
