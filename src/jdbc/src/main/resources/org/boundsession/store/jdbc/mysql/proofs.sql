-- Proofs of signed requests, each admitted once by all nodes. Rows live for a few minutes.
-- Each statement may be repeated, also while another node runs it.
CREATE TABLE IF NOT EXISTS bound_session_proofs (
  application VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  proof       CHAR(22)     CHARACTER SET ascii   COLLATE ascii_bin        NOT NULL,
  expiry_time BIGINT NOT NULL,
  PRIMARY KEY (application, proof),
  INDEX bound_session_proofs_expiry (application, expiry_time)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
