-- Layout 1.
CREATE TABLE IF NOT EXISTS bound_session (
  session_key           VARCHAR(64)  NOT NULL PRIMARY KEY,
  principal             VARCHAR(255) NOT NULL,
  creation_time         BIGINT       NOT NULL,
  last_access_time      BIGINT       NOT NULL,
  max_inactive_interval BIGINT       NOT NULL,
  end_time              BIGINT       NOT NULL,
  expiry_time           BIGINT       NOT NULL,
  attributes            VARCHAR(1000000) NOT NULL,
  version               BIGINT       NOT NULL
);
CREATE INDEX IF NOT EXISTS bound_session_expiry ON bound_session (expiry_time);
CREATE INDEX IF NOT EXISTS bound_session_principal ON bound_session (principal);
