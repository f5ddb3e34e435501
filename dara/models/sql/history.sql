-- History: each insert, update and delete of a row is an event in the table beside it (dara_statement: dara_statementevent), whoever writes, and
-- in whatever way: forms, bulk updates, COPY, psql.
--
-- These are plain triggers: no session setting of an ordinary role switches them off, as pgtrigger.ignore would switch off those that pghistory
-- makes. They fire once a statement, so that an import keeps its pace.

CREATE SEQUENCE public.dara_history_number; -- over all tables of events, so that they have one order

-- The columns that a table's events remember, each with `prefix` before it.
CREATE FUNCTION public.dara_remembered(tracked regclass, events regclass, prefix text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(format('%s%I', prefix, of_row.attname), ', ' ORDER BY of_event.attnum)
    FROM pg_attribute AS of_event JOIN pg_attribute AS of_row USING (attname)
    WHERE of_event.attrelid = events AND of_row.attrelid = tracked AND of_event.attnum > 0 AND of_row.attnum > 0
        AND NOT of_event.attisdropped AND NOT of_row.attisdropped AND of_row.attgenerated = ''
$$;

-- The column that identifies a table's rows.
CREATE FUNCTION public.dara_identity(tracked regclass) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT quote_ident(a.attname) FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = tracked AND i.indisprimary
$$;

-- The statement that writes an event for each of `rows` (rows of `tracked`, with a `pgh_label`); `context` is SQL, too.
-- The context is what pghistory.context() says of the user or the command, and anybody may say anything; the role is who is connected.
CREATE FUNCTION public.dara_writing_events(tracked regclass, rows text, context text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT format(
        'INSERT INTO %1$s (pgh_id, pgh_created_at, pgh_label, pgh_obj_id, pgh_context, pgh_role, pgh_transaction, %2$s)
        SELECT nextval(''public.dara_history_number''), now(), x.pgh_label, x.%3$s, %4$s, session_user, pg_current_xact_id()::text::bigint, %5$s
        FROM (%6$s) AS x',
        e.events, public.dara_remembered(tracked, e.events, ''), public.dara_identity(tracked), context,
        public.dara_remembered(tracked, e.events, 'x.'), rows)
    FROM (SELECT format('%sevent', tracked)::regclass AS events) AS e
$$;

-- What a table's triggers do: plain statements, which PostgreSQL plans once. After adding a column to a table and to its events, make it
-- anew with dara_write_with; verify_archive compares the function with the columns.
CREATE FUNCTION public.dara_history_body(tracked regclass) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('
BEGIN
    IF TG_OP = ''INSERT'' THEN
        %s;
    ELSIF TG_OP = ''DELETE'' THEN
        %s;
    ELSE
        %s;
    END IF;
    RETURN NULL;
END ',
        public.dara_writing_events(tracked, 'SELECT ''insert'' AS pgh_label, n.* FROM after AS n', e.context),
        public.dara_writing_events(tracked, 'SELECT ''delete'' AS pgh_label, o.* FROM before AS o', e.context),
        -- a row that comes to be another one, by its identity, is a delete and an insert
        public.dara_writing_events(tracked, format(
            'SELECT ''update'' AS pgh_label, n.* FROM after AS n JOIN before AS o ON o.%1$s = n.%1$s WHERE ROW(%2$s) IS DISTINCT FROM ROW(%3$s)
            UNION ALL SELECT ''delete'', o.* FROM before AS o WHERE NOT EXISTS (SELECT FROM after AS n WHERE n.%1$s = o.%1$s)
            UNION ALL SELECT ''insert'', n.* FROM after AS n WHERE NOT EXISTS (SELECT FROM before AS o WHERE o.%1$s = n.%1$s)',
            public.dara_identity(tracked), public.dara_remembered(tracked, e.events, 'n.'), public.dara_remembered(tracked, e.events, 'o.')), e.context))
    FROM (SELECT format('%sevent', tracked)::regclass AS events,
        'nullif(current_setting(''pghistory.context_metadata'', true), '''')::jsonb'::text AS context) AS e
$$;

-- The function of a table's triggers, with the rights of its owner: who may write a record need have no right to write history.
CREATE FUNCTION public.dara_write_with(tracked regclass) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION %s_write_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS %L', tracked, public.dara_history_body(tracked));
    RETURN format('%s_write_history', tracked);
END $$;

-- Starts the history of a table; the rows that it holds already become its beginning. Called once for a table whose events table exists.
-- The triggers' names come after those of dara_touch_…, which lock a statement whose topics change: so its events are numbered as they happen.
CREATE FUNCTION public.dara_keep_history(tracked regclass, only_deletes boolean DEFAULT false) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    events regclass := format('%sevent', tracked)::regclass;
    writes text := public.dara_write_with(tracked);
BEGIN
    IF NOT only_deletes THEN
        EXECUTE public.dara_writing_events(
            tracked, format('SELECT ''insert'' AS pgh_label, r.* FROM %s AS r', tracked), '''{"beginning": true}''::jsonb');
        EXECUTE format('CREATE OR REPLACE TRIGGER dara_write_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION %s()', tracked, writes);
        EXECUTE format('CREATE OR REPLACE TRIGGER dara_write_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS before NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION %s()', tracked, writes);
        EXECUTE format('CREATE OR REPLACE TRIGGER dara_not_emptied BEFORE TRUNCATE ON %s
            EXECUTE FUNCTION public.dara_refuse(''its history would miss it; DELETE is remembered'')', tracked);
    END IF;
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_write_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS before
        FOR EACH STATEMENT EXECUTE FUNCTION %s()', tracked, writes);
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW
        EXECUTE FUNCTION public.dara_refuse(''what happened stays in the history'')', events);
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_not_emptied BEFORE TRUNCATE ON %s
        EXECUTE FUNCTION public.dara_refuse(''what happened stays in the history'')', events);
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_not_by_hand BEFORE INSERT ON %s WHEN (pg_catalog.pg_trigger_depth() = 0)
        EXECUTE FUNCTION public.dara_refuse(''the database writes the history, as things happen'')', events);
END $$;

-- The tables with a history.

SELECT public.dara_keep_history('public.dara_topic');
SELECT public.dara_keep_history('public.dara_synonymgroup');
SELECT public.dara_keep_history('public.dara_entity');
SELECT public.dara_keep_history('public.dara_race');
SELECT public.dara_keep_history('public.dara_source');
SELECT public.dara_keep_history('public.dara_passage', only_deletes => true); -- never changed: what is taken away is remembered
SELECT public.dara_keep_history('public.dara_election');
SELECT public.dara_keep_history('public.dara_candidacy');
SELECT public.dara_keep_history('public.dara_utterance');
SELECT public.dara_keep_history('public.dara_statement');
SELECT public.dara_keep_history('public.dara_statementabout');
SELECT public.dara_keep_history('public.dara_statementtopic');
SELECT public.dara_keep_history('public.dara_endorsement');
SELECT public.dara_keep_history('public.dara_electionresult');
SELECT public.dara_keep_history('public.dara_candidacyfact');
SELECT public.dara_keep_history('public.dara_tombstone');
SELECT public.dara_keep_history('public.dara_withholding');
SELECT public.dara_keep_history('public.dara_reply');
SELECT public.dara_keep_history('public.dara_redirect');
SELECT public.dara_keep_history('public.dara_draft');
