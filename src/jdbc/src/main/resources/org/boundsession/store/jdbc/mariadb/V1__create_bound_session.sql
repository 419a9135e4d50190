-- Layout 1.
CREATE TABLE IF NOT EXISTS bound_session (
  session_key           CHAR(64)     CHARACTER SET ascii   COLLATE ascii_bin         NOT NULL PRIMARY KEY,
  principal             VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  creation_time         BIGINT       NOT NULL,
  last_access_time      BIGINT       NOT NULL,
  max_inactive_interval BIGINT       NOT NULL,
  end_time              BIGINT       NOT NULL,
  expiry_time           BIGINT       NOT NULL,
  attributes            MEDIUMTEXT   CHARACTER SET utf8mb4 NOT NULL,
  version               BIGINT       NOT NULL,
  INDEX bound_session_expiry (expiry_time),
  INDEX bound_session_principal (principal)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
