-- The bases of imports: whatever changes them is noted, a row for each statement of SQL and kind, in the history's order. verify_archive adds the
-- notes up: so it finds a base that was changed behind the triggers. One note for many rows, because an import writes a base for every record.

-- A number that stands for a base: the first 60 bits of a SHA-256.
CREATE FUNCTION public.dara_base_number(kind text, key text, digest bytea) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ('x' || left(encode(sha256(convert_to(kind || ' ' || key, 'UTF8') || digest), 'hex'), 15))::bit(60)::bigint;

-- The argument of a trigger is 1 where bases come, -1 where they go; those that change go and come.
CREATE FUNCTION public.dara_note_bases() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.dara_basechange (pgh_id, pgh_created_at, pgh_label, pgh_context, pgh_role, pgh_transaction, kind, number, total)
    SELECT nextval('public.dara_history_number'), now(), lower(TG_OP), nullif(current_setting('pghistory.context_metadata', true), '')::jsonb,
        session_user, pg_current_xact_id()::text::bigint, n.kind, TG_ARGV[0]::integer * n.number, TG_ARGV[0]::integer * n.total
    FROM (
        SELECT c.kind, count(*) AS number, sum(public.dara_base_number(c.kind, c.key, c.digest)) AS total FROM changed AS c GROUP BY c.kind ORDER BY c.kind
    ) AS n;
    RETURN NULL;
END $$;

-- What is there before anything was noted: in an archive of an earlier version, or restored from one.
CREATE FUNCTION public.dara_begin_bases() RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.dara_basechange (pgh_id, pgh_created_at, pgh_label, pgh_context, pgh_role, pgh_transaction, kind, number, total)
    SELECT nextval('public.dara_history_number'), now(), 'insert', '{"beginning": true}', session_user, pg_current_xact_id()::text::bigint,
        n.kind, n.number, n.total
    FROM (
        SELECT b.kind, count(*) AS number, sum(public.dara_base_number(b.kind, b.key, b.digest)) AS total
        FROM public.dara_importedrecord AS b GROUP BY b.kind ORDER BY b.kind
    ) AS n
$$;

SELECT public.dara_begin_bases();

CREATE TRIGGER dara_note_insert AFTER INSERT ON public.dara_importedrecord REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_note_bases('1');
CREATE TRIGGER dara_note_update_from AFTER UPDATE ON public.dara_importedrecord REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_note_bases('-1');
CREATE TRIGGER dara_note_update_to AFTER UPDATE ON public.dara_importedrecord REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_note_bases('1');
CREATE TRIGGER dara_note_delete AFTER DELETE ON public.dara_importedrecord REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_note_bases('-1');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_importedrecord
    EXECUTE FUNCTION public.dara_refuse('the notes on it would not know; DELETE is noted');

CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_basechange FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('what happened stays in the history');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_basechange
    EXECUTE FUNCTION public.dara_refuse('what happened stays in the history');
CREATE TRIGGER dara_not_by_hand BEFORE INSERT ON public.dara_basechange WHEN (pg_catalog.pg_trigger_depth() = 0)
    EXECUTE FUNCTION public.dara_refuse('the database writes the history, as things happen');
