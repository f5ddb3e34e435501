-- The rules of lists as they were when this migration was written, frozen. Those in force are in models/sql/lists.sql.

-- A date of any precision as a text of ten characters, which sorts the latest first: a day before its month, and what has no date last.
CREATE FUNCTION public.dara_latest_first(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT translate(rpad(coalesce(value, ''), 10, '~'), '0123456789', '9876543210')
$$;

-- (the columns are added here)
-- `place`, by which a list is sorted: the newest source first, and in a source as in its text. A source's place, which its statements' begin with,
-- is a generated column.
CREATE FUNCTION public.dara_keep_place() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.place := coalesce((SELECT s.place || lpad(p.start::text, 10, '0') FROM public.dara_passage AS p
        JOIN public.dara_source AS s ON s.key = p.source_id WHERE p.id = NEW.passage_id) || NEW.key, '');
    RETURN NEW;
END $$;

CREATE TRIGGER dara_keep_place BEFORE INSERT OR UPDATE ON public.dara_statement FOR EACH ROW EXECUTE FUNCTION public.dara_keep_place();

-- The rows of dara_concerned that statements should have (dara/models/concerned.py): one for each of whom it concerns and each of its topics.
CREATE FUNCTION public.dara_concerns(keys text[]) RETURNS TABLE (
    statement text, entity bigint, topic bigint, is_first boolean, closeness smallint, place text, place_by_date text
) LANGUAGE sql STABLE ROWS 5000 SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.key, e.entity, coalesce(t.topic, 0), t.is_first IS NOT false,
        CASE WHEN is_own AND is_direct THEN 0
            WHEN is_material AND (is_own OR speaker.kind = 'organization') THEN CASE WHEN is_direct THEN 1 ELSE 2 END
            WHEN is_own THEN 3
            ELSE 4 END::smallint,
        s.place, s.place_by_date
    FROM public.dara_statement AS s
    JOIN public.dara_entity AS speaker ON speaker.id = s.speaker_id
    JOIN public.dara_passage AS p ON p.id = s.passage_id
    JOIN public.dara_source AS d ON d.key = p.source_id
    CROSS JOIN LATERAL (
        SELECT s.speaker_id UNION SELECT a.entity_id FROM public.dara_statementabout AS a WHERE a.statement_id = s.key
    ) AS e (entity)
    LEFT JOIN LATERAL (
        SELECT x.topic_id, row_number() OVER (ORDER BY o.position, o.id) = 1
        FROM public.dara_statementtopic AS x JOIN public.dara_topic AS o ON o.id = x.topic_id WHERE x.statement_id = s.key
    ) AS t (topic, is_first) ON true
    CROSS JOIN LATERAL (
        SELECT e.entity = s.speaker_id, s.kind IN ('quote', 'post', 'position'), d.kind IN ('press release', 'campaign page')
    ) AS c (is_own, is_direct, is_material)
    WHERE s.key = ANY (keys)
$$;

-- Writes the rows of statements anew, where they differ. Where statements have only come to concern more, none is taken away.
CREATE FUNCTION public.dara_keep_concerned(keys text[], only_more boolean DEFAULT false) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT only_more THEN
        DELETE FROM public.dara_concerned AS c WHERE c.statement_id = ANY (keys) AND (c.statement_id, c.entity_id, c.topic)
            NOT IN (SELECT e.statement, e.entity, e.topic FROM public.dara_concerns(keys) AS e);
    END IF;
    INSERT INTO public.dara_concerned AS c (statement_id, entity_id, topic, is_first, closeness, place, place_by_date)
    SELECT * FROM public.dara_concerns(keys)
    ON CONFLICT (statement_id, entity_id, topic) DO UPDATE
        SET is_first = excluded.is_first, closeness = excluded.closeness, place = excluded.place, place_by_date = excluded.place_by_date
        WHERE (c.is_first, c.closeness, c.place, c.place_by_date)
            IS DISTINCT FROM (excluded.is_first, excluded.closeness, excluded.place, excluded.place_by_date);
END $$;

-- The names of these triggers come after those of dara_touch_…, which lock a statement whose topics change: so none misses what another
-- transaction does to the same statement.

CREATE FUNCTION public.dara_update_concerned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM public.dara_keep_concerned(array_agg(n.key), only_more => true) FROM after AS n;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM public.dara_concerned AS c USING before AS o WHERE c.statement_id = o.key;
    ELSE
        PERFORM public.dara_keep_concerned(array_agg(x.key)) FROM (
            (SELECT n.key, n.kind, n.speaker_id, n.place, n.place_by_date FROM after AS n
                EXCEPT SELECT o.key, o.kind, o.speaker_id, o.place, o.place_by_date FROM before AS o)
            UNION ALL SELECT o.key, NULL, NULL, NULL, NULL FROM before AS o WHERE NOT EXISTS (SELECT FROM after AS n WHERE n.key = o.key)
        ) AS x HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_update_concerned_on_insert AFTER INSERT ON public.dara_statement REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned();
CREATE TRIGGER dara_update_concerned_on_update AFTER UPDATE ON public.dara_statement REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned();
CREATE TRIGGER dara_update_concerned_on_delete AFTER DELETE ON public.dara_statement REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned();

-- Whom a statement is about, and its topics.
CREATE FUNCTION public.dara_update_concerned_of_pairs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'dara_statementtopic' THEN
        DELETE FROM public.dara_concerned AS c WHERE c.topic = 0 AND c.statement_id IN (SELECT n.statement_id FROM changed AS n);
    END IF;
    PERFORM public.dara_keep_concerned(array_agg(DISTINCT c.statement_id), only_more => TG_OP = 'INSERT') FROM changed AS c HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_update_concerned_on_insert AFTER INSERT ON public.dara_statementabout REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();
CREATE TRIGGER dara_update_concerned_on_delete AFTER DELETE ON public.dara_statementabout REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();
CREATE TRIGGER dara_update_concerned_of_former AFTER UPDATE ON public.dara_statementabout REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();
CREATE TRIGGER dara_update_concerned_on_update AFTER UPDATE ON public.dara_statementabout REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();
CREATE TRIGGER dara_update_concerned_on_insert AFTER INSERT ON public.dara_statementtopic REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();
CREATE TRIGGER dara_update_concerned_on_delete AFTER DELETE ON public.dara_statementtopic REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();
CREATE TRIGGER dara_update_concerned_of_former AFTER UPDATE ON public.dara_statementtopic REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();
CREATE TRIGGER dara_update_concerned_on_update AFTER UPDATE ON public.dara_statementtopic REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_concerned_of_pairs();

-- What else a row, or a place, is made of: kinds of sources and speakers, dates of sources, the order of topics.
CREATE FUNCTION public.dara_update_lists() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'dara_source' THEN
        UPDATE public.dara_statement AS s SET place = '' -- which becomes what it should be
        FROM before AS o JOIN after AS n ON n.key = o.key JOIN public.dara_passage AS p ON p.source_id = n.key
        WHERE n.place <> o.place AND s.passage_id = p.id;
        PERFORM public.dara_keep_concerned(array_agg(s.key)) FROM before AS o JOIN after AS n ON n.key = o.key
            JOIN public.dara_passage AS p ON p.source_id = n.key JOIN public.dara_statement AS s ON s.passage_id = p.id
        WHERE n.kind <> o.kind HAVING count(*) > 0;
    ELSIF TG_TABLE_NAME = 'dara_entity' THEN
        PERFORM public.dara_keep_concerned(array_agg(s.key)) FROM before AS o JOIN after AS n ON n.id = o.id
            JOIN public.dara_statement AS s ON s.speaker_id = n.id WHERE n.kind <> o.kind HAVING count(*) > 0;
    ELSE
        PERFORM public.dara_keep_concerned(array_agg(DISTINCT x.statement_id)) FROM before AS o JOIN after AS n ON n.id = o.id
            JOIN public.dara_statementtopic AS x ON x.topic_id = n.id WHERE n.position <> o.position HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_update_lists AFTER UPDATE ON public.dara_source REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_lists();
CREATE TRIGGER dara_update_lists AFTER UPDATE ON public.dara_entity REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_lists();
CREATE TRIGGER dara_update_lists AFTER UPDATE ON public.dara_topic REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_update_lists();

-- From models/sql/versions.sql: places say nothing of a version.
CREATE OR REPLACE FUNCTION public.dara_keep_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- generated columns are made later: they say nothing here
    IF to_jsonb(NEW) - '{version,found_by,search,wording,place,place_by_date}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{version,found_by,search,wording,place,place_by_date}'::text[] THEN
        NEW.version := now();
    END IF;
    RETURN NEW;
END $$;

-- The rows of an archive that is there. Only a derived column changes: no rule of the table has anything to say about that.
SET CONSTRAINTS ALL IMMEDIATE; -- a table with events that wait for the end of the transaction is not altered
ALTER TABLE public.dara_statement DISABLE TRIGGER USER;
UPDATE public.dara_statement AS t SET place = s.place || lpad(p.start::text, 10, '0') || t.key
FROM public.dara_passage AS p JOIN public.dara_source AS s ON s.key = p.source_id WHERE p.id = t.passage_id;
ALTER TABLE public.dara_statement ENABLE TRIGGER USER;
SELECT public.dara_keep_concerned(array_agg(s.key), only_more => true) FROM public.dara_statement AS s;
