-- Proofs of signed requests, each admitted once by all nodes. Rows live for a few minutes.
-- Run it once, as the owner of the schema.
CREATE TABLE bound_session_proofs (
  application VARCHAR2(255) NOT NULL,
  proof       VARCHAR2(22)  NOT NULL,
  expiry_time NUMBER(19)    NOT NULL,
  PRIMARY KEY (application, proof)
);
CREATE INDEX bound_session_proofs_expiry ON bound_session_proofs (application, expiry_time);
