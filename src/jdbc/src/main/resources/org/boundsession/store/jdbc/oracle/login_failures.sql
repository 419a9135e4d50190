-- Failed logins, counted across nodes. Rows live for a window of a few minutes.
-- Run it once, as the owner of the schema.
CREATE TABLE bound_session_login_failures (
  counter_key   VARCHAR2(64)      NOT NULL PRIMARY KEY,
  application   VARCHAR2(255)     NOT NULL,
  address       VARCHAR2(64 CHAR) NOT NULL,
  principal     VARCHAR2(64 CHAR),
  failures      NUMBER(9)         NOT NULL,
  failure_limit NUMBER(9)         NOT NULL,
  window_end    NUMBER(19)        NOT NULL
);
CREATE INDEX bound_session_login_failures_end ON bound_session_login_failures (application, window_end);
