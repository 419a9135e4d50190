CREATE TABLE tomcat$sessions (
  id varchar(100) NOT NULL PRIMARY KEY,
  app varchar(255),
  data bytea,
  lastaccess bigint NOT NULL,
  maxinactive int NOT NULL,
  valid char(1) NOT NULL
);
CREATE INDEX tomcat$sessions_app ON tomcat$sessions (app);
