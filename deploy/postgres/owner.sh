#!/bin/sh
# Run by the postgres image on its first start: the role that owns the database, an ordinary one, so that it cannot
# switch off the rules that hold the evidence together.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$DARA_OWNER_PASSWORD" --username="$POSTGRES_USER" --dbname=template1 <<'SQL'
CREATE ROLE dara LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD :'password';
-- any role may make large objects unless that is taken away; the public role is to write nothing at all
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
CREATE DATABASE dara OWNER dara;
SQL
