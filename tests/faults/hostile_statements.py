"""What somebody may try who has SQL as the public role."""

OF_EACH_PRIVATE_TABLE = (
    "SELECT * FROM {}",
    "COPY {} TO STDOUT",
    "SELECT count(*) FROM {} AS t WHERE t::text ~ 'zqx' OR (t::text)::int = 0",
)
OF_EACH_PUBLIC_TABLE = (
    "INSERT INTO {} DEFAULT VALUES",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
    "SELECT * FROM {} FOR UPDATE",
    "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
)
REFUSED = (
    # reading
    *("SELECT password FROM auth_user", "SELECT username FROM public.auth_user LIMIT 1", "TABLE dara_draft"),
    *("SELECT ctid, xmin FROM dara_draft", "SELECT dara_draft FROM dara_draft", "SELECT content FROM dara_original"),
    "SELECT body::int FROM dara_paragraph WHERE body ~ 'zqx'",
    "SELECT (SELECT string_agg(email, ',') FROM auth_user) FROM dara_topic",
    "WITH all_of_it AS (SELECT * FROM dara_sourcetext) SELECT * FROM all_of_it",
    "SELECT query_to_xml('SELECT * FROM dara_draft', true, false, '')",
    "SELECT table_to_xml('dara_pendingupload', true, false, '')",
    "EXPLAIN ANALYZE SELECT * FROM dara_draft",
    "DECLARE c CURSOR FOR SELECT * FROM dara_statementevent",
    "PREPARE p AS SELECT * FROM auth_user; EXECUTE p",
    "DO $$ BEGIN PERFORM password FROM public.auth_user; END $$",
    "DO $$ DECLARE found text; BEGIN SELECT t::text INTO found FROM public.dara_draft AS t LIMIT 1; RAISE '%', found; END $$",
    *("SELECT * FROM pg_authid", "SELECT * FROM pg_shadow", "SELECT * FROM pg_statistic", "SELECT * FROM pg_statistic_ext_data"),
    *(
        "SELECT * FROM pg_hba_file_rules",
        "SELECT * FROM pg_file_settings",
        "SELECT * FROM pg_subscription",
        "SELECT * FROM pg_user_mapping",
    ),
    # the server's files and programs
    *(
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_ls_waldir()",
    ),
    *(
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT pg_ls_logdir()",
        "SELECT pg_current_logfile()",
        "SELECT lo_import('/etc/passwd')",
    ),
    *(
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'x')",
        "COPY dara_topic TO '/tmp/x'",
        "COPY dara_topic FROM '/etc/passwd'",
    ),
    *(
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "COPY dara_topic FROM PROGRAM 'id'",
        "LOAD 'auto_explain'",
        "SHOW data_directory",
        "SHOW hba_file",
    ),
    # making
    *(
        "CREATE TABLE t (x int)",
        "CREATE TEMP TABLE t (x int)",
        "CREATE UNLOGGED TABLE t (x int)",
        "SELECT 1 AS x INTO t",
        "SELECT 1 AS x INTO TEMP t",
    ),
    *(
        "CREATE TABLE t AS TABLE dara_topic",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TEMP VIEW v AS SELECT 1",
        "CREATE MATERIALIZED VIEW m AS SELECT 1",
    ),
    *("CREATE SCHEMA s", "CREATE SEQUENCE s", "CREATE TYPE t AS (x int)", "CREATE DOMAIN d AS int", 'CREATE COLLATION c FROM "C"'),
    *(
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ),
    "CREATE FUNCTION public.f(text) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$",
    *(
        "CREATE LANGUAGE plperlu",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        "CREATE EXTENSION file_fdw",
        "CREATE DATABASE d",
    ),
    *(
        "CREATE ROLE r",
        "CREATE USER r",
        "CREATE TABLESPACE t LOCATION '/tmp'",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
    ),
    *(
        "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p",
        "CREATE SERVER s FOREIGN DATA WRAPPER w",
        "CREATE INDEX ON dara_topic (name)",
    ),
    *(
        "CREATE STATISTICS s ON name, slug FROM dara_topic",
        "CREATE RULE r AS ON SELECT TO dara_topic DO INSTEAD SELECT 1",
        "CREATE POLICY p ON dara_topic",
    ),
    "CREATE TRIGGER t BEFORE UPDATE ON dara_topic EXECUTE FUNCTION public.dara_refuse()",
    # changing
    *(
        "UPDATE dara_topic SET name = 'x'",
        "MERGE INTO dara_topic USING (SELECT 1) AS x ON true WHEN MATCHED THEN DELETE",
        "DELETE FROM dara_draft",
    ),
    *(
        "ALTER TABLE dara_topic ADD COLUMN x int",
        "ALTER TABLE dara_topic DISABLE TRIGGER ALL",
        "ALTER TABLE dara_topic OWNER TO dara_public",
    ),
    *(
        "DROP TABLE dara_topic CASCADE",
        "DROP SCHEMA public CASCADE",
        "DROP DATABASE dara",
        "DROP ROLE dara",
        "DROP VIEW dara_correction",
    ),
    *(
        "ALTER DATABASE dara SET search_path = x",
        "ALTER SYSTEM SET fsync = off",
        "ALTER ROLE dara SET search_path = x",
        "ALTER ROLE dara PASSWORD 'x'",
    ),
    *(
        "ALTER ROLE dara_public SUPERUSER",
        "ALTER ROLE dara_public CREATEROLE",
        "ALTER ROLE dara_public CONNECTION LIMIT 1",
        "ALTER ROLE dara_public NOLOGIN",
    ),
    *(
        "ALTER ROLE dara_public RENAME TO x",
        "ALTER ROLE dara_public VALID UNTIL '2000-01-01'",
        "GRANT dara TO dara_public",
        "GRANT pg_read_all_data TO dara_public",
    ),
    *(
        "ALTER DEFAULT PRIVILEGES FOR ROLE dara GRANT SELECT ON TABLES TO PUBLIC",
        "REASSIGN OWNED BY dara TO dara_public",
        "DROP OWNED BY dara",
    ),
    *(
        "COMMENT ON TABLE dara_topic IS 'x'",
        "SECURITY LABEL ON TABLE dara_topic IS 'x'",
        "REFRESH MATERIALIZED VIEW m",
        "CLUSTER dara_topic USING dara_topic_pkey",
    ),
    *(
        "REINDEX TABLE dara_topic",
        "SELECT nextval('dara_passage_id_seq')",
        "SELECT setval('dara_passage_id_seq', 1)",
        "SELECT last_value FROM dara_passage_id_seq",
    ),
    # being somebody else, and ruling the server
    *(
        "SET ROLE dara",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION dara",
        "SET session_replication_role = replica",
        "SET log_statement = 'none'",
    ),
    *(
        "SELECT set_config('role', 'dara', false)",
        "SELECT set_config('session_authorization', 'postgres', false)",
        "SET lc_messages = 'C'",
    ),
    *(
        "CHECKPOINT",
        "SELECT pg_reload_conf()",
        "SELECT pg_rotate_logfile()",
        "SELECT pg_switch_wal()",
        "SELECT pg_create_restore_point('x')",
    ),
    *(
        "SELECT pg_promote()",
        "SELECT pg_backup_start('x')",
        "SELECT pg_create_physical_replication_slot('x')",
        "SELECT pg_drop_replication_slot('x')",
    ),
    *(
        "SELECT pg_stat_reset()",
        "SELECT pg_log_backend_memory_contexts(pg_backend_pid())",
        "SELECT pg_export_snapshot() FROM dara_draft",
    ),
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user AND usename IS NOT NULL",
    "SELECT dblink('dbname=dara user=dara', 'SELECT 1')",
)
HARMLESS = (
    # what the catalogue says of everything: names and rules, which are open source, and statistics only of what may be read
    *(
        "SELECT * FROM pg_stats",
        "SELECT * FROM pg_stats_ext",
        "SELECT * FROM pg_stats_ext_exprs",
        "SELECT * FROM pg_stat_activity",
        "SELECT * FROM pg_locks",
    ),
    *(
        "SELECT * FROM pg_stat_user_tables",
        "SELECT * FROM pg_statio_user_tables",
        "SELECT * FROM pg_prepared_xacts",
        "SELECT * FROM pg_prepared_statements",
    ),
    *(
        "SELECT pg_get_viewdef('dara_correction'::regclass)",
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE prokind = 'f' AND proname ~ '^dara'",
    ),
    *(
        "SELECT * FROM pg_roles",
        "SELECT * FROM pg_user",
        "SELECT * FROM pg_settings",
        "SELECT * FROM pg_db_role_setting",
        "SELECT * FROM pg_largeobject_metadata",
    ),
    *(
        "SELECT * FROM information_schema.columns",
        "SELECT * FROM information_schema.column_privileges",
        "SELECT * FROM pg_attrdef",
        "SELECT * FROM pg_constraint",
    ),
    *(
        "SELECT pg_relation_size('dara_draft')",
        "SELECT pg_database_size(current_database())",
        "SELECT schema_to_xml('public', true, false, '')",
        "SELECT * FROM pg_description",
    ),
    # messages of errors
    "SELECT * FROM dara_publicparagraph WHERE body::int = 0",
    "SELECT * FROM dara_correction WHERE changes::text::int = 0",
    "SELECT * FROM dara_correction WHERE reason::text::int = 0",
    "SELECT * FROM dara_correction WHERE record::int = 0",
    "SELECT * FROM dara_corrected WHERE record::int = 0",
    "SELECT * FROM dara_publicchange WHERE (dara_publicchange::text)::int = 0",
    "SELECT * FROM dara_statement WHERE (dara_statement::text)::int = 0",
    "SELECT * FROM dara_source WHERE (dara_source::text)::int = 0",
    "SELECT * FROM dara_withholding WHERE (dara_withholding::text)::int = 0",
    "SELECT * FROM dara_passage WHERE exact::int = 0",
    "SELECT xmlparse(document exact) FROM dara_passage",
    "SELECT ts_debug(body) FROM dara_publicparagraph",
    # taking what others want, and saying something to everybody
    *(
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_advisory_lock(hashtext('migrate'))",
        "LOCK TABLE dara_statement IN ACCESS SHARE MODE",
        "NOTIFY x, 'y'",
        "LISTEN x",
    ),
    *(
        "SELECT pg_notify('x', repeat('y', 7000))",
        "SELECT pg_sleep(1)",
        "SET statement_timeout = 0; SELECT pg_sleep(1)",
        "SET statement_timeout = '1s'; SELECT count(*) FROM generate_series(1, 1e9)",
    ),
    *(
        "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT * FROM dara_statement",
        "SET default_transaction_read_only = off; SELECT txid_current()",
        "SELECT repeat('x', 50000000)",
    ),
    *(
        "DISCARD ALL",
        "RESET ALL",
        "SET work_mem = '64kB'",
        "ANALYZE",
        "VACUUM",
        "REINDEX SYSTEM",
        "REVOKE ALL ON dara_topic FROM dara_public",
        "GRANT SELECT ON dara_topic TO PUBLIC",
    ),
    *(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()",
        "SELECT lo_get(1)",
        "SELECT lo_unlink(1)",
    ),
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()",
)
# What outlives the connection: any role may. The site's own connections come after it.
OF_LATER_CONNECTIONS = (
    *(
        f"ALTER ROLE dara_public SET {setting}"
        for setting in (
            "search_path = nowhere",
            "statement_timeout = '1ms'",
            "lock_timeout = '1ms'",
            "transaction_timeout = '1ms'",  # an error before PostgreSQL 17
            "idle_session_timeout = '1ms'",
            "idle_in_transaction_session_timeout = '1ms'",
            "default_transaction_read_only = off",
            "DateStyle = 'SQL'",
            "TimeZone = 'Asia/Tokyo'",
            "IntervalStyle = 'sql_standard'",
            "bytea_output = 'escape'",
            "client_encoding = 'LATIN1'",
            "standard_conforming_strings = off",
            "local_preload_libraries = 'nonsense'",
            "exit_on_error = on",
            "extra_float_digits = -15",
            "default_transaction_isolation = 'serializable'",
            "array_nulls = off",
            "work_mem = '64kB'",
            "enable_indexscan = off",
            "row_security = off",
            "default_text_search_config = 'simple'",
            "client_min_messages = 'error'",
            "plan_cache_mode = 'force_generic_plan'",
        )
    ),
    "DROP OWNED BY dara_public",
    "DROP OWNED BY CURRENT_USER",
)
