-- Layout 4: a row says where its session was opened, and indexes list sessions page by page. Sessions live on.
-- Each statement may be repeated, also while another node runs it.
ALTER TABLE bound_session ADD COLUMN IF NOT EXISTS origin VARCHAR(2000);
CREATE INDEX IF NOT EXISTS bound_session_application_end ON bound_session (application, end_time, session_key);
CREATE INDEX IF NOT EXISTS bound_session_user_end ON bound_session (user_key, end_time, session_key);
DROP INDEX IF EXISTS bound_session_user;
INSERT INTO bound_session_schema (version)
  SELECT 4 WHERE NOT EXISTS (SELECT version FROM bound_session_schema WHERE version = 4);
