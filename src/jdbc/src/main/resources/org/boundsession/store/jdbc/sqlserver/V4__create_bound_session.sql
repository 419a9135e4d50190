-- Layout 4, for SQL Server 2019 and later. Not run by us: prove your database with the contract test first.
-- Run it once, as the owner of the schema. READ_COMMITTED_SNAPSHOT should be ON for the database, or readers wait for
-- writers. All texts are Unicode, as the driver sends them: a conversion would keep the indexes from being used.
CREATE TABLE bound_session (
  session_key           NCHAR(64)      COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
  application           NVARCHAR(255)  COLLATE Latin1_General_100_BIN2 NOT NULL,
  user_key              NCHAR(64)      COLLATE Latin1_General_100_BIN2 NOT NULL,
  principal             NVARCHAR(255)  COLLATE Latin1_General_100_BIN2 NOT NULL,
  roles                 NVARCHAR(MAX)  COLLATE Latin1_General_100_BIN2 NOT NULL,
  binding               NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
  creation_time         BIGINT         NOT NULL,
  last_access_time      BIGINT         NOT NULL,
  max_inactive_interval BIGINT         NOT NULL,
  end_time              BIGINT         NOT NULL,
  expiry_time           BIGINT         NOT NULL,
  mismatches            BIGINT         NOT NULL,
  attributes            NVARCHAR(MAX)  COLLATE Latin1_General_100_BIN2 NOT NULL,
  version               BIGINT         NOT NULL,
  seal                  NVARCHAR(255)  COLLATE Latin1_General_100_BIN2 NOT NULL,
  ended_by              NVARCHAR(64)   COLLATE Latin1_General_100_BIN2,
  origin                NVARCHAR(2000) COLLATE Latin1_General_100_BIN2
);
CREATE INDEX bound_session_application_expiry ON bound_session (application, expiry_time);
CREATE INDEX bound_session_application_end ON bound_session (application, end_time, session_key);
CREATE INDEX bound_session_user_end ON bound_session (user_key, end_time, session_key);
CREATE TABLE bound_session_schema (
  version INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO bound_session_schema (version) VALUES (4);
