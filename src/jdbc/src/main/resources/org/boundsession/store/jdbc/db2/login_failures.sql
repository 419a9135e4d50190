-- Failed logins, counted across nodes. Rows live for a window of a few minutes.
-- Run it once, as the owner of the schema.
CREATE TABLE bound_session_login_failures (
  counter_key   VARCHAR(64)  NOT NULL PRIMARY KEY,
  application   VARCHAR(255) NOT NULL,
  address       VARCHAR(256) NOT NULL,
  principal     VARCHAR(256),
  failures      INTEGER      NOT NULL,
  failure_limit INTEGER      NOT NULL,
  window_end    BIGINT       NOT NULL
);
CREATE INDEX bound_session_login_failures_end ON bound_session_login_failures (application, window_end);
