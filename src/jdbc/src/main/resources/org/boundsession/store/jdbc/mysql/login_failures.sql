-- Failed logins, counted across nodes. Rows live for a window of a few minutes.
-- Each statement may be repeated, also while another node runs it.
CREATE TABLE IF NOT EXISTS bound_session_login_failures (
  counter_key   CHAR(64)     CHARACTER SET ascii   COLLATE ascii_bin        NOT NULL PRIMARY KEY,
  application   VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  address       VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  principal     VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin,
  failures      INTEGER NOT NULL,
  failure_limit INTEGER NOT NULL,
  window_end    BIGINT NOT NULL,
  INDEX bound_session_login_failures_end (application, window_end)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
