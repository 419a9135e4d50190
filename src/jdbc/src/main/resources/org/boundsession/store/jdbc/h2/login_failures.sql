-- Failed logins, counted across nodes. Rows live for a window of a few minutes.
-- Each statement may be repeated, also while another node runs it.
CREATE TABLE IF NOT EXISTS bound_session_login_failures (
  counter_key   VARCHAR(64)  NOT NULL PRIMARY KEY,
  application   VARCHAR(255) NOT NULL,
  address       VARCHAR(64)  NOT NULL,
  principal     VARCHAR(64),
  failures      INTEGER      NOT NULL,
  failure_limit INTEGER      NOT NULL,
  window_end    BIGINT       NOT NULL
);
CREATE INDEX IF NOT EXISTS bound_session_login_failures_end ON bound_session_login_failures (application, window_end);
