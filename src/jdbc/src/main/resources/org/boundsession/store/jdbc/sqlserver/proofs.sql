-- Proofs of signed requests, each admitted once by all nodes. Rows live for a few minutes.
-- Run it once, as the owner of the schema.
CREATE TABLE bound_session_proofs (
  application NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
  proof       NCHAR(22)     COLLATE Latin1_General_100_BIN2 NOT NULL,
  expiry_time BIGINT NOT NULL,
  PRIMARY KEY (application, proof)
);
CREATE INDEX bound_session_proofs_expiry ON bound_session_proofs (application, expiry_time);
