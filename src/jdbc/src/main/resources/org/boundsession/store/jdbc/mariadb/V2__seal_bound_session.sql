-- Layout 2: sessions belong to an application and are sealed. Those of layout 1 have no seal and end here.
-- Each statement may be repeated, also while another node runs it.
CREATE TABLE IF NOT EXISTS bound_session_schema (
  version INTEGER NOT NULL PRIMARY KEY
) ENGINE=InnoDB;
ALTER TABLE bound_session
  ADD COLUMN IF NOT EXISTS application VARCHAR(255)  CHARACTER SET ascii   COLLATE ascii_nopad_bin,
  ADD COLUMN IF NOT EXISTS user_key    CHAR(64)      CHARACTER SET ascii   COLLATE ascii_bin,
  ADD COLUMN IF NOT EXISTS roles       TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  ADD COLUMN IF NOT EXISTS binding     VARCHAR(1000) CHARACTER SET ascii   COLLATE ascii_nopad_bin,
  ADD COLUMN IF NOT EXISTS mismatches  BIGINT,
  ADD COLUMN IF NOT EXISTS seal        VARCHAR(255)  CHARACTER SET ascii   COLLATE ascii_nopad_bin;
DELETE FROM bound_session WHERE seal IS NULL;
ALTER TABLE bound_session
  MODIFY COLUMN application VARCHAR(255)  CHARACTER SET ascii   COLLATE ascii_nopad_bin   NOT NULL,
  MODIFY COLUMN user_key    CHAR(64)      CHARACTER SET ascii   COLLATE ascii_bin         NOT NULL,
  MODIFY COLUMN roles       TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  MODIFY COLUMN binding     VARCHAR(1000) CHARACTER SET ascii   COLLATE ascii_nopad_bin   NOT NULL,
  MODIFY COLUMN mismatches  BIGINT        NOT NULL,
  MODIFY COLUMN seal        VARCHAR(255)  CHARACTER SET ascii   COLLATE ascii_nopad_bin   NOT NULL,
  DROP INDEX IF EXISTS bound_session_expiry,
  DROP INDEX IF EXISTS bound_session_principal,
  ADD INDEX IF NOT EXISTS bound_session_application_expiry (application, expiry_time),
  ADD INDEX IF NOT EXISTS bound_session_user (user_key);
INSERT INTO bound_session_schema (version)
  SELECT 2 FROM DUAL WHERE NOT EXISTS (SELECT version FROM bound_session_schema WHERE version = 2);
