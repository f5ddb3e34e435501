#!/bin/sh
# Run by the postgres image on its first start: the role that owns the database, an ordinary one, so that it cannot
# switch off the rules that hold the evidence together; and the role that the public site reads with, which the owner may
# act as. The same as dara/local/postgres/server.py has for the embedded server.
set -eu
owner=$(cat "$DARA_OWNER_PASSWORD_FILE")
public=$(cat "$DARA_PUBLIC_PASSWORD_FILE")
psql --set=ON_ERROR_STOP=1 --set=owner="$owner" --set=public="$public" \
    --username="$POSTGRES_USER" --dbname=template1 <<'SQL'
CREATE ROLE dara LOGIN NOSUPERUSER CREATEDB NOCREATEROLE PASSWORD :'owner';
CREATE ROLE dara_public LOGIN PASSWORD :'public' CONNECTION LIMIT 40; -- of 100
GRANT dara_public TO dara;
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO dara;
-- any role may make large objects unless that is taken away; the public role is to write nothing at all
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
-- and advisory locks, with which it could keep everybody from writing
DO $$ DECLARE f regprocedure; BEGIN
    FOR f IN SELECT oid FROM pg_proc WHERE proname ~ '^pg_(try_)?advisory_(xact_)?lock' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO dara', f);
    END LOOP;
END $$;
CREATE DATABASE dara OWNER dara;
SQL
