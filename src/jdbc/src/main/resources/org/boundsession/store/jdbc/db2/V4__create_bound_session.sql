-- Layout 4, for DB2 11.5 and later. Not run by us: prove your database with the contract test first.
-- Run it once, as the owner of the schema, in a database with codeset UTF-8 and collation IDENTITY.
CREATE TABLE bound_session (
  session_key           VARCHAR(64)   NOT NULL PRIMARY KEY,
  application           VARCHAR(255)  NOT NULL,
  user_key              VARCHAR(64)   NOT NULL,
  principal             VARCHAR(1020) NOT NULL,
  roles                 CLOB(400000)  NOT NULL,
  binding               VARCHAR(1000) NOT NULL,
  creation_time         BIGINT        NOT NULL,
  last_access_time      BIGINT        NOT NULL,
  max_inactive_interval BIGINT        NOT NULL,
  end_time              BIGINT        NOT NULL,
  expiry_time           BIGINT        NOT NULL,
  mismatches            BIGINT        NOT NULL,
  attributes            CLOB(4000000) NOT NULL,
  version               BIGINT        NOT NULL,
  seal                  VARCHAR(255)  NOT NULL,
  ended_by              VARCHAR(64),
  origin                VARCHAR(2000)
);
CREATE INDEX bound_session_application_expiry ON bound_session (application, expiry_time);
CREATE INDEX bound_session_application_end ON bound_session (application, end_time, session_key);
CREATE INDEX bound_session_user_end ON bound_session (user_key, end_time, session_key);
CREATE TABLE bound_session_schema (
  version INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO bound_session_schema (version) VALUES (4);
