-- Layout 3: a row says which attempt ended its session, so that a lost answer can be asked for. Sessions live on.
-- Each statement may be repeated, also while another node runs it.
ALTER TABLE bound_session
  ADD COLUMN IF NOT EXISTS ended_by VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin;
INSERT INTO bound_session_schema (version)
  SELECT 3 FROM DUAL WHERE NOT EXISTS (SELECT version FROM bound_session_schema WHERE version = 3);
