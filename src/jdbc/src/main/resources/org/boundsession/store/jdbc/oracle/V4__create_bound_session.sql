-- Layout 4, for Oracle 19c and later. Not run by us: prove your database with the contract test first.
-- Run it once, as the owner of the schema. NLS_COMP must be BINARY, as it is by default.
CREATE TABLE bound_session (
  session_key           VARCHAR2(64)       NOT NULL PRIMARY KEY,
  application           VARCHAR2(255)      NOT NULL,
  user_key              VARCHAR2(64)       NOT NULL,
  principal             VARCHAR2(255 CHAR) NOT NULL,
  roles                 CLOB               NOT NULL,
  binding               VARCHAR2(1000)     NOT NULL,
  creation_time         NUMBER(19)         NOT NULL,
  last_access_time      NUMBER(19)         NOT NULL,
  max_inactive_interval NUMBER(19)         NOT NULL,
  end_time              NUMBER(19)         NOT NULL,
  expiry_time           NUMBER(19)         NOT NULL,
  mismatches            NUMBER(19)         NOT NULL,
  attributes            CLOB               NOT NULL,
  version               NUMBER(19)         NOT NULL,
  seal                  VARCHAR2(255)      NOT NULL,
  ended_by              VARCHAR2(64),
  origin                VARCHAR2(2000)
);
CREATE INDEX bound_session_application_expiry ON bound_session (application, expiry_time);
CREATE INDEX bound_session_application_end ON bound_session (application, end_time, session_key);
CREATE INDEX bound_session_user_end ON bound_session (user_key, end_time, session_key);
CREATE TABLE bound_session_schema (
  version NUMBER(9) NOT NULL PRIMARY KEY
);
INSERT INTO bound_session_schema (version) VALUES (4);
COMMIT;
