-- The rules as they were when this migration was written, frozen. Those in force are in models/sql/search.sql, with what they are for.

SET CONSTRAINTS ALL IMMEDIATE; -- the tables are altered after this, which events that are put off would forbid

CREATE FUNCTION public.dara_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(words,
        '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g'),
        '(?<=[0-9])[,''\u2019\u00A0\u2007\u2009\u202F](?=[0-9]{3}(?![0-9]))'
        '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])[A-Za-z])\.(?=[A-Za-z]\.)'
        '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])(?<![0-9A-Za-z\u00C0-\u024F]\.)[A-Z])\.[ \u00A0](?=[A-Z]\.(?![0-9A-Za-z\u00C0-\u024F]))', '', 'g'),
        '[!-/:-@\[-`{-~\u00A0-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u2000-\u20CF\u2122\u2190-\u2BFF\u3000-\u303F]+', ' ', 'g')
$$;

CREATE FUNCTION public.dara_searched_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(' ', public.dara_words(words), (
        SELECT regexp_replace(string_agg(m[1], ' '), '[''\u2019\u2010\u2011-]', '', 'g') FROM regexp_matches(
            regexp_replace(words, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g'),
            '([A-Za-z\u00C0-\u024F]+(?:(?:[\u2010\u2011-]|[''\u2019](?=[A-Z\u00C0-\u00DE]))[0-9A-Za-z\u00C0-\u024F]+)+)', 'g') AS m))
$$;

CREATE OR REPLACE FUNCTION public.dara_wording(VARIADIC texts text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, replace(public.dara_plain(public.dara_words(array_to_string(texts, E'\x1e'))), E'\x1e', ' é '))
$$;

CREATE OR REPLACE FUNCTION public.dara_unknown_words(typed text[]) RETURNS SETOF text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
    SELECT t.word FROM unnest(typed) WITH ORDINALITY AS t (word, place), phraseto_tsquery('public.dara_english'::regconfig, public.dara_words(t.word)) AS wanted
    WHERE numnode(wanted) > 0 AND NOT EXISTS (
        SELECT 1 FROM public.dara_entity AS r WHERE r.search @@ wanted
        UNION ALL SELECT 1 FROM public.dara_statement AS r WHERE r.search @@ wanted
        UNION ALL SELECT 1 FROM public.dara_publicparagraph AS r WHERE r.search @@ wanted)
    ORDER BY t.place
$$;

CREATE OR REPLACE FUNCTION public.dara_rare_words(typed text[], number integer, max_rows integer) RETURNS SETOF text LANGUAGE plpgsql STABLE
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
        wanted := phraseto_tsquery('public.dara_english'::regconfig, public.dara_words(word));
        CONTINUE WHEN numnode(wanted) = 0;
        SELECT count(*) INTO statements FROM (SELECT FROM public.dara_statement AS r WHERE r.search @@ wanted LIMIT max_rows + 1) AS few;
        CONTINUE WHEN statements > max_rows;
        SELECT count(*) INTO paragraphs FROM (SELECT FROM public.dara_publicparagraph AS r WHERE r.search @@ wanted LIMIT max_rows + 1) AS few;
        CONTINUE WHEN paragraphs > max_rows OR statements + paragraphs = 0;
        left_over := left_over - 1;
        RETURN NEXT word;
    END LOOP;
END $$;
