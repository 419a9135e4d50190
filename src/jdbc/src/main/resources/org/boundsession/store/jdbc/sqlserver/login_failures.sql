-- Failed logins, counted across nodes. Rows live for a window of a few minutes.
-- Run it once, as the owner of the schema.
CREATE TABLE bound_session_login_failures (
  counter_key   NCHAR(64)     COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
  application   NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
  address       NVARCHAR(64)  COLLATE Latin1_General_100_BIN2 NOT NULL,
  principal     NVARCHAR(64)  COLLATE Latin1_General_100_BIN2,
  failures      INTEGER NOT NULL,
  failure_limit INTEGER NOT NULL,
  window_end    BIGINT NOT NULL
);
CREATE INDEX bound_session_login_failures_end ON bound_session_login_failures (application, window_end);
