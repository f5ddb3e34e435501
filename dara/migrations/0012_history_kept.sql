-- The history: each insert, update and delete of a row of the archive is an event in the table beside it (dara_statement: dara_statementevent),
-- whoever writes, and by whatever way: forms, bulk updates, COPY, psql.
--
-- Plain triggers, as in migration 0002: no session setting of an ordinary role switches them off. (django-pgtrigger's, which pghistory would make,
-- ask a setting, pgtrigger.ignore, whether they should run.) A statement of SQL writes its events with one statement, so that an import keeps its pace.

-- 1. Events are written.

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

-- The statement that writes an event for each of `rows` (rows of `tracked`, with a `pgh_label`); $1 is the context.
-- The context is what pghistory.context() says of the user or the command, and anybody may say anything; the role is who is connected.
CREATE FUNCTION public.dara_writing_events(tracked regclass, events regclass, rows text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT format(
        'INSERT INTO %s (pgh_id, pgh_created_at, pgh_label, pgh_obj_id, pgh_context, pgh_role, pgh_transaction, %s)
        SELECT nextval(''public.dara_history_number''), now(), x.pgh_label, x.%s, $1, session_user, pg_current_xact_id()::text::bigint, %s
        FROM (%s) AS x',
        events, public.dara_remembered(tracked, events, ''), public.dara_identity(tracked), public.dara_remembered(tracked, events, 'x.'), rows)
$$;

-- With the rights of the tables' owner: who may write a record need have no right to write history.
CREATE FUNCTION public.dara_write_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    events regclass := format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME || 'event')::regclass;
    rows text;
BEGIN
    rows := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT ''insert'' AS pgh_label, n.* FROM after AS n'
        WHEN 'DELETE' THEN 'SELECT ''delete'' AS pgh_label, o.* FROM before AS o'
        -- a row that comes to be another one, by its identity, is a delete and an insert
        ELSE format(
            'SELECT ''update'' AS pgh_label, n.* FROM after AS n JOIN before AS o ON o.%1$s = n.%1$s WHERE ROW(%2$s) IS DISTINCT FROM ROW(%3$s)
            UNION ALL SELECT ''delete'', o.* FROM before AS o WHERE NOT EXISTS (SELECT FROM after AS n WHERE n.%1$s = o.%1$s)
            UNION ALL SELECT ''insert'', n.* FROM after AS n WHERE NOT EXISTS (SELECT FROM before AS o WHERE o.%1$s = n.%1$s)',
            public.dara_identity(TG_RELID), public.dara_remembered(TG_RELID, events, 'n.'), public.dara_remembered(TG_RELID, events, 'o.'))
        END;
    EXECUTE public.dara_writing_events(TG_RELID, events, rows) USING nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
    RETURN NULL;
END $$;

-- 2. A table's history is kept from now on: what is in it already is its beginning. `only`: the operations that are events of this table.
-- The triggers' names come after those of dara_touch_…, which lock a statement whose topics change: so its events are numbered as they happen.

CREATE FUNCTION public.dara_keep_history(tracked regclass, only_deletes boolean DEFAULT false) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    events regclass := format('%sevent', tracked)::regclass;
BEGIN
    IF NOT only_deletes THEN
        EXECUTE public.dara_writing_events(tracked, events, format('SELECT ''insert'' AS pgh_label, r.* FROM %s AS r', tracked))
            USING '{"beginning": true}'::jsonb;
        EXECUTE format('CREATE OR REPLACE TRIGGER dara_write_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION public.dara_write_history()', tracked);
        EXECUTE format('CREATE OR REPLACE TRIGGER dara_write_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS before NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION public.dara_write_history()', tracked);
        EXECUTE format('CREATE OR REPLACE TRIGGER dara_not_emptied BEFORE TRUNCATE ON %s
            EXECUTE FUNCTION public.dara_refuse(''its history would miss it; DELETE is remembered'')', tracked);
    END IF;
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_write_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS before
        FOR EACH STATEMENT EXECUTE FUNCTION public.dara_write_history()', tracked);
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW
        EXECUTE FUNCTION public.dara_refuse(''what happened stays in the history'')', events);
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_not_emptied BEFORE TRUNCATE ON %s
        EXECUTE FUNCTION public.dara_refuse(''what happened stays in the history'')', events);
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_not_by_hand BEFORE INSERT ON %s WHEN (pg_catalog.pg_trigger_depth() = 0)
        EXECUTE FUNCTION public.dara_refuse(''the database writes the history, as things happen'')', events);
END $$;

SELECT public.dara_keep_history('public.dara_topic');
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

-- What a statement is about, or its topic, may be changed in place, too: that is a change of the statement, as migration 0005 has it.
CREATE TRIGGER dara_touch_on_update AFTER UPDATE ON public.dara_statementabout REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();
CREATE TRIGGER dara_touch_on_update AFTER UPDATE ON public.dara_statementtopic REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();
