-- Layout 4, for MySQL 8.0.17 and later. Not run by us: prove your database with the contract test first.
-- Each statement may be repeated, also while another node runs it.
CREATE TABLE IF NOT EXISTS bound_session (
  session_key           CHAR(64)      CHARACTER SET ascii   COLLATE ascii_bin        NOT NULL PRIMARY KEY,
  application           VARCHAR(255)  CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  user_key              CHAR(64)      CHARACTER SET ascii   COLLATE ascii_bin        NOT NULL,
  principal             VARCHAR(255)  CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  roles                 MEDIUMTEXT    CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  binding               VARCHAR(1000) CHARACTER SET ascii   COLLATE ascii_bin        NOT NULL,
  creation_time         BIGINT        NOT NULL,
  last_access_time      BIGINT        NOT NULL,
  max_inactive_interval BIGINT        NOT NULL,
  end_time              BIGINT        NOT NULL,
  expiry_time           BIGINT        NOT NULL,
  mismatches            BIGINT        NOT NULL,
  attributes            MEDIUMTEXT    CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  version               BIGINT        NOT NULL,
  seal                  VARCHAR(255)  CHARACTER SET ascii   COLLATE ascii_bin        NOT NULL,
  ended_by              VARCHAR(64)   CHARACTER SET ascii   COLLATE ascii_bin,
  origin                VARCHAR(2000) CHARACTER SET ascii   COLLATE ascii_bin,
  INDEX bound_session_application_expiry (application, expiry_time),
  INDEX bound_session_application_end (application, end_time, session_key),
  INDEX bound_session_user_end (user_key, end_time, session_key)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
CREATE TABLE IF NOT EXISTS bound_session_schema (
  version INTEGER NOT NULL PRIMARY KEY
) ENGINE=InnoDB;
INSERT INTO bound_session_schema (version)
  SELECT 4 FROM DUAL WHERE NOT EXISTS (SELECT version FROM bound_session_schema WHERE version = 4);
