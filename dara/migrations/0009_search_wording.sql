-- Of search.sql and versions.sql.

CREATE FUNCTION public.dara_wording(VARIADIC texts text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, replace(public.dara_plain(array_to_string(texts, E'\x1e')), E'\x1e', ' é '))
$$;

CREATE FUNCTION public.dara_unknown_words(typed text[]) RETURNS SETOF text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
    SELECT t.word FROM unnest(typed) WITH ORDINALITY AS t (word, place), plainto_tsquery('public.dara_english'::regconfig, t.word) AS wanted
    WHERE numnode(wanted) > 0 AND NOT EXISTS (
        SELECT 1 FROM public.dara_entity AS r WHERE r.search @@ wanted
        UNION ALL SELECT 1 FROM public.dara_statement AS r WHERE r.search @@ wanted
        UNION ALL SELECT 1 FROM public.dara_publicparagraph AS r WHERE r.search @@ wanted)
    ORDER BY t.place
$$;

CREATE FUNCTION public.dara_texts_with(wanted tsquery, most integer) RETURNS SETOF text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
    (SELECT concat_ws(E'\n', r.text, r.found_by) FROM public.dara_statement AS r WHERE r.search @@ wanted LIMIT most)
    UNION ALL (SELECT r.body FROM public.dara_publicparagraph AS r WHERE r.search @@ wanted LIMIT most)
$$;

CREATE FUNCTION public.dara_rare_words(typed text[], number integer, max_rows integer) RETURNS SETOF text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    word text;
    wanted tsquery;
    statements integer;
    paragraphs integer;
    left_over integer := number;
BEGIN
    FOR word IN SELECT t.word FROM unnest(typed) WITH ORDINALITY AS t (word, place) ORDER BY char_length(t.word) DESC, t.place LOOP
        EXIT WHEN left_over = 0;
        wanted := plainto_tsquery('public.dara_english'::regconfig, word);
        CONTINUE WHEN numnode(wanted) = 0;
        SELECT count(*) INTO statements FROM (SELECT FROM public.dara_statement AS r WHERE r.search @@ wanted LIMIT max_rows + 1) AS few;
        CONTINUE WHEN statements > max_rows;
        SELECT count(*) INTO paragraphs FROM (SELECT FROM public.dara_publicparagraph AS r WHERE r.search @@ wanted LIMIT max_rows + 1) AS few;
        CONTINUE WHEN paragraphs > max_rows OR statements + paragraphs = 0;
        left_over := left_over - 1;
        RETURN NEXT word;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION public.dara_statement_is_found_by(statement text, speaker bigint, passage bigint) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(E'\x1e',
        (SELECT e.name FROM public.dara_entity AS e WHERE e.id = speaker),
        (SELECT string_agg(e.name, E'\x1e' ORDER BY e.slug) FROM public.dara_statementabout AS a JOIN public.dara_entity AS e ON e.id = a.entity_id
            WHERE a.statement_id = statement),
        (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = passage))
$$;

CREATE OR REPLACE FUNCTION public.dara_endorsement_is_found_by(endorser bigint, candidate bigint, passage bigint) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(E'\x1e',
        (SELECT e.name FROM public.dara_entity AS e WHERE e.id = endorser),
        (SELECT e.name FROM public.dara_entity AS e WHERE e.id = candidate),
        (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = passage))
$$;

CREATE OR REPLACE FUNCTION public.dara_keep_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- generated columns are made later: they say nothing here
    IF to_jsonb(NEW) - '{version,found_by,search,wording}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{version,found_by,search,wording}'::text[] THEN
        NEW.version := now();
    END IF;
    RETURN NEW;
END $$;

-- What the archive holds already is found by the same, with other signs between.
UPDATE public.dara_statement SET found_by = '';
UPDATE public.dara_endorsement SET found_by = '';
