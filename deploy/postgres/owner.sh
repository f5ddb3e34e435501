#!/bin/sh
# Run by the postgres image on its first start: the role that owns the database, an ordinary one, so that it cannot
# switch off the rules that hold the evidence together.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$DARA_OWNER_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE dara LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD :'password';
CREATE DATABASE dara OWNER dara;
SQL
