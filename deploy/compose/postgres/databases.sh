#!/usr/bin/env bash
# Run once, when the cluster is new: a database and a role for each service, and no way from one to another.
set -euo pipefail

sql() { psql -v ON_ERROR_STOP=1 --quiet --username postgres "$@"; }

# database NAME PASSWORD OWNER
database() {
    sql --dbname postgres <<SQL
CREATE ROLE $1 LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '$2';
${4:+CREATE ROLE $3 LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '$4';}
CREATE DATABASE $1 OWNER $3 TEMPLATE template0;
REVOKE ALL ON DATABASE $1 FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE $1 TO $1;
SQL
    sql --dbname "$1" --command "REVOKE ALL ON SCHEMA public FROM PUBLIC" --command "GRANT USAGE, CREATE ON SCHEMA public TO $3" \
        --command "GRANT USAGE ON SCHEMA public TO $1"
}

database consent "$CONSENT_PASSWORD" consent
database data_subject_request "$DATA_SUBJECT_REQUEST_PASSWORD" data_subject_request
database retention "$RETENTION_PASSWORD" retention
database notification "$NOTIFICATION_PASSWORD" notification
# The log's own role owns nothing: migrations run as audit_owner and grant it insert and select.
database audit "$AUDIT_PASSWORD" audit_owner "$AUDIT_OWNER_PASSWORD"
sql --dbname postgres --command "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC"
