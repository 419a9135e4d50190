-- Layout 2: sessions belong to an application and are sealed. Those of layout 1 have no seal and end here.
-- Each statement may be repeated, also while another node runs it.
CREATE TABLE IF NOT EXISTS bound_session_schema (
  version INTEGER NOT NULL PRIMARY KEY
);
ALTER TABLE bound_session ADD COLUMN IF NOT EXISTS application VARCHAR(255);
ALTER TABLE bound_session ADD COLUMN IF NOT EXISTS user_key VARCHAR(64);
ALTER TABLE bound_session ADD COLUMN IF NOT EXISTS roles TEXT;
ALTER TABLE bound_session ADD COLUMN IF NOT EXISTS binding VARCHAR(1000);
ALTER TABLE bound_session ADD COLUMN IF NOT EXISTS mismatches BIGINT;
ALTER TABLE bound_session ADD COLUMN IF NOT EXISTS seal VARCHAR(255);
DELETE FROM bound_session WHERE seal IS NULL;
ALTER TABLE bound_session ALTER COLUMN application SET NOT NULL;
ALTER TABLE bound_session ALTER COLUMN user_key SET NOT NULL;
ALTER TABLE bound_session ALTER COLUMN roles SET NOT NULL;
ALTER TABLE bound_session ALTER COLUMN binding SET NOT NULL;
ALTER TABLE bound_session ALTER COLUMN mismatches SET NOT NULL;
ALTER TABLE bound_session ALTER COLUMN seal SET NOT NULL;
DROP INDEX IF EXISTS bound_session_expiry;
DROP INDEX IF EXISTS bound_session_principal;
CREATE INDEX IF NOT EXISTS bound_session_application_expiry ON bound_session (application, expiry_time);
CREATE INDEX IF NOT EXISTS bound_session_user ON bound_session (user_key);
INSERT INTO bound_session_schema (version)
  SELECT 2 WHERE NOT EXISTS (SELECT version FROM bound_session_schema WHERE version = 2);
