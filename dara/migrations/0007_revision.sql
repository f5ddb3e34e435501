-- The rules of the revision as they were when this migration was written, frozen. Those in force are in models/sql/revision.sql.

INSERT INTO public.dara_revision (transaction, changes, removals) VALUES (0, 0, 0);

CREATE FUNCTION public.dara_note_revision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own CONSTANT bigint := pg_current_xact_id()::text::bigint;
    -- after such a change a page from before it may show what must not be read any more
    removes CONSTANT integer := (TG_OP IN ('DELETE', 'TRUNCATE') OR TG_TABLE_NAME = 'dara_withholding'
        OR (TG_TABLE_NAME = 'dara_source' AND TG_OP = 'UPDATE'))::integer;
BEGIN
    INSERT INTO public.dara_revision AS r (transaction, began, changes, removals) VALUES (own, now(), 1, removes)
    ON CONFLICT (transaction) DO UPDATE
        -- a restored database may hold the row of another server's transaction with the same number
        SET changes = r.changes + (r.began <> excluded.began)::integer, removals = r.removals + excluded.removals, began = excluded.began
        WHERE r.began <> excluded.began OR r.removals < excluded.removals;
    -- in every 500th transaction or so, unless another one is at it
    IF FOUND AND random() < 0.002 AND EXISTS (SELECT FROM public.dara_revision AS r WHERE r.transaction = 0 FOR UPDATE SKIP LOCKED) THEN
        WITH old AS (
            DELETE FROM public.dara_revision AS r WHERE r.transaction IN (
                SELECT q.transaction FROM public.dara_revision AS q WHERE q.transaction NOT IN (0, own) FOR UPDATE SKIP LOCKED)
            RETURNING r.changes, r.removals
        ), added AS (SELECT sum(changes) AS changes, sum(removals) AS removals FROM old)
        UPDATE public.dara_revision AS r SET changes = r.changes + added.changes, removals = r.removals + added.removals
        FROM added WHERE r.transaction = 0 AND added.changes IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

-- Makes the writes to a table count. For each table that the public reads (dara/models/grants.py).
CREATE FUNCTION public.dara_count_revisions(read regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE TRIGGER dara_note_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s
        FOR EACH STATEMENT EXECUTE FUNCTION public.dara_note_revision()', read);
END $$;

SELECT public.dara_count_revisions('public.dara_source');
SELECT public.dara_count_revisions('public.dara_passage');
SELECT public.dara_count_revisions('public.dara_entity');
SELECT public.dara_count_revisions('public.dara_race');
SELECT public.dara_count_revisions('public.dara_election');
SELECT public.dara_count_revisions('public.dara_candidacy');
SELECT public.dara_count_revisions('public.dara_candidacyfact');
SELECT public.dara_count_revisions('public.dara_topic');
SELECT public.dara_count_revisions('public.dara_synonymgroup');
SELECT public.dara_count_revisions('public.dara_utterance');
SELECT public.dara_count_revisions('public.dara_statement');
SELECT public.dara_count_revisions('public.dara_statementabout');
SELECT public.dara_count_revisions('public.dara_statementtopic');
SELECT public.dara_count_revisions('public.dara_endorsement');
SELECT public.dara_count_revisions('public.dara_electionresult');
SELECT public.dara_count_revisions('public.dara_tombstone');
SELECT public.dara_count_revisions('public.dara_redirect');
SELECT public.dara_count_revisions('public.dara_withholding');
SELECT public.dara_count_revisions('public.dara_reply');
