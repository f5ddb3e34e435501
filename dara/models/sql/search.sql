-- Full-text search and the search for misspelt names.
--
-- PostgreSQL makes the search columns of the tables itself, in the configuration below, so that no signal and no reindexing is needed. A generated
-- column cannot follow a foreign key; what a record is found by besides its own words (names, its passage) is kept in `found_by` by triggers.

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE TEXT SEARCH CONFIGURATION public.dara_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.dara_english
    ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.english_stem;

-- A text in small letters without accents, as misspelt names are compared. unaccent() alone is not immutable: its dictionary could change.
CREATE FUNCTION public.dara_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, words))
$$;

-- A text as the parser of text search is given it, which would take “Square.Tolliver” for a host, “DS-7604” for a negative number, and a soft hyphen for the
-- end of a word: the words alone. The table in dara/text/search_words.py says what becomes of what; queries are read by that, and a test compares the two.
CREATE FUNCTION public.dara_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(
        -- the second expression looks around at each place, which takes twenty times as long as all else: so only where it may find something
        CASE WHEN legible ~ '[0-9][,''\u2019\u00A0\u2007\u2009\u202F][0-9]{3}|[A-Za-z]\.[ \u00A0]?[A-Za-z]\.' THEN regexp_replace(legible,
            '(?<=[0-9])[,''\u2019\u00A0\u2007\u2009\u202F](?=[0-9]{3}(?![0-9]))'
            '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])[A-Za-z])\.(?=[A-Za-z]\.)'
            '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])(?<![0-9A-Za-z\u00C0-\u024F]\.)[A-Z])\.[ \u00A0](?=[A-Z]\.(?![0-9A-Za-z\u00C0-\u024F]))', '', 'g')
            ELSE legible END,
        '[!-/:-@\[-`{-~\u00A0-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u2000-\u20CF\u2122\u2190-\u2BFF\u3000-\u303F]+', ' ', 'g')
    FROM regexp_replace(words, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g') AS legible
$$;

-- The same, and at the end once more in one piece what has a hyphen in it, or an apostrophe as names do: “co-op” is found by “coop”, “O’Neill” by
-- “ONeill”.
CREATE FUNCTION public.dara_searched_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(' ', public.dara_words(words), (
        SELECT regexp_replace(string_agg(m[1], ' '), '[''\u2019\u2010\u2011-]', '', 'g') FROM regexp_matches(
            regexp_replace(words, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g'),
            '([A-Za-z\u00C0-\u024F]+(?:(?:[\u2010\u2011-]|[''\u2019](?=[A-Z\u00C0-\u00DE]))[0-9A-Za-z\u00C0-\u024F]+)+)', 'g') AS m))
$$;

-- The words of texts in their order, for the search for exact phrases: none is stemmed, none left out. Between two texts, and at each U+001E in one,
-- stands a word with an accent, so that no phrase goes on from one into the next: words that are looked for have lost theirs.
CREATE FUNCTION public.dara_wording(VARIADIC texts text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, replace(public.dara_plain(public.dara_words(array_to_string(texts, E'\x1e'))), E'\x1e', ' é '))
$$;

-- Misspelt names are looked up by similarity to the names that are there.
CREATE INDEX entity_name_trigrams ON public.dara_entity USING gist (public.dara_plain(name) public.gist_trgm_ops);
CREATE INDEX topic_name_trigrams ON public.dara_topic USING gist (public.dara_plain(name) public.gist_trgm_ops);

-- Words that were typed, and that nothing is found by: in their order. That many rows may have a word is no reason to read the whole table, as the
-- planner thinks: it does not know the words.
CREATE FUNCTION public.dara_unknown_words(typed text[]) RETURNS SETOF text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
    SELECT t.word FROM unnest(typed) WITH ORDINALITY AS t (word, place), phraseto_tsquery('public.dara_english'::regconfig, public.dara_words(t.word)) AS wanted
    WHERE numnode(wanted) > 0 AND NOT EXISTS (
        SELECT 1 FROM public.dara_entity AS r WHERE r.search @@ wanted
        UNION ALL SELECT 1 FROM public.dara_statement AS r WHERE r.search @@ wanted
        UNION ALL SELECT 1 FROM public.dara_publicparagraph AS r WHERE r.search @@ wanted)
    ORDER BY t.place
$$;

-- Some texts that a query finds: those of statements, with what they are found by, and of as many paragraphs.
CREATE FUNCTION public.dara_texts_with(wanted tsquery, most integer) RETURNS SETOF text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
    (SELECT concat_ws(E'\n', r.text, r.found_by) FROM public.dara_statement AS r WHERE r.search @@ wanted LIMIT most)
    UNION ALL (SELECT r.body FROM public.dara_publicparagraph AS r WHERE r.search @@ wanted LIMIT most)
$$;

-- So many of the words that were typed, the longest first, that something is found by, but no more than so many statements and paragraphs.
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

-- Of each quotation, so many paragraphs that have the most of its rare words; where all are common, paragraphs that have all words, or those of one half.
-- words[i] is a word of quotation quotations[i], in their order. Rare: no more than so many paragraphs have it.
CREATE FUNCTION public.dara_paragraphs_like(quotations integer[], words text[], rare integer, most integer)
RETURNS TABLE (quotation integer, paragraph bigint) LANGUAGE sql STABLE ROWS 50
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
    WITH asked AS MATERIALIZED (
        SELECT t.quotation, t.word, t.place, phraseto_tsquery('public.dara_english'::regconfig, public.dara_words(t.word)) AS stems
        FROM unnest(quotations, words) WITH ORDINALITY AS t (quotation, word, place)
    ), counted AS MATERIALIZED (
        SELECT each.stems, (
            SELECT count(*) FROM (SELECT FROM public.dara_publicparagraph AS p WHERE p.search @@ each.stems LIMIT rare + 1) AS few) AS held
        FROM (SELECT DISTINCT a.stems FROM asked AS a WHERE numnode(a.stems) > 0) AS each
    ), rarest AS (
        SELECT a.quotation, c.stems, row_number() OVER (PARTITION BY a.quotation ORDER BY c.held, char_length(a.word) DESC, a.word) AS place
        FROM (SELECT DISTINCT ON (a.quotation, a.stems) a.* FROM asked AS a) AS a JOIN counted AS c ON c.stems = a.stems
        WHERE c.held BETWEEN 1 AND rare
    ), common AS (
        SELECT a.quotation, array_agg(a.stems ORDER BY a.place) AS stems FROM asked AS a
        WHERE numnode(a.stems) > 0 AND a.quotation NOT IN (SELECT r.quotation FROM rarest AS r) GROUP BY a.quotation
    ), halves AS (
        SELECT c.quotation, h.half, (SELECT string_agg(format('(%s)', s), '&') FROM unnest(c.stems) WITH ORDINALITY AS u (s, n)
            WHERE h.half = 0 OR (u.n > cardinality(c.stems) / 2) = (h.half = 2))::tsquery AS stems
        FROM common AS c CROSS JOIN generate_series(0, 2) AS h (half)
    ), found AS (
        SELECT r.quotation, p.id, count(*) AS hits FROM rarest AS r
        CROSS JOIN LATERAL (SELECT p.id FROM public.dara_publicparagraph AS p WHERE p.search @@ r.stems LIMIT rare) AS p
        WHERE r.place <= 6 GROUP BY r.quotation, p.id
        UNION ALL
        SELECT h.quotation, p.id, max(CASE h.half WHEN 0 THEN 2 ELSE 1 END) FROM halves AS h
        CROSS JOIN LATERAL (SELECT p.id FROM public.dara_publicparagraph AS p WHERE p.search @@ h.stems LIMIT most) AS p
        GROUP BY h.quotation, p.id
    )
    SELECT best.quotation, best.id FROM (
        SELECT f.quotation, f.id, row_number() OVER (PARTITION BY f.quotation ORDER BY f.hits DESC, f.id) AS place FROM found AS f) AS best
    WHERE best.place <= most ORDER BY best.quotation, best.place
$$;

-- `found_by`: what full-text search reads of a record besides its words. U+001E (record separator) stands between two texts.

-- A statement's: who says it, whom it is about, and its passage, in which the words may be parted by “she said”.
CREATE FUNCTION public.dara_statement_is_found_by(statement text, speaker bigint, passage bigint) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(E'\x1e',
        (SELECT e.name FROM public.dara_entity AS e WHERE e.id = speaker),
        (SELECT string_agg(e.name, E'\x1e' ORDER BY e.slug) FROM public.dara_statementabout AS a JOIN public.dara_entity AS e ON e.id = a.entity_id
            WHERE a.statement_id = statement),
        (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = passage))
$$;

-- An endorsement's: who, whom, and its passage.
CREATE FUNCTION public.dara_endorsement_is_found_by(endorser bigint, candidate bigint, passage bigint) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(E'\x1e',
        (SELECT e.name FROM public.dara_entity AS e WHERE e.id = endorser),
        (SELECT e.name FROM public.dara_entity AS e WHERE e.id = candidate),
        (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = passage))
$$;

CREATE FUNCTION public.dara_keep_found_by() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'dara_statement' THEN
        NEW.found_by := public.dara_statement_is_found_by(NEW.key, NEW.speaker_id, NEW.passage_id);
    ELSE
        NEW.found_by := public.dara_endorsement_is_found_by(NEW.endorser_id, NEW.candidate_id, NEW.passage_id);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_keep_found_by BEFORE INSERT OR UPDATE ON public.dara_statement FOR EACH ROW EXECUTE FUNCTION public.dara_keep_found_by();
CREATE TRIGGER dara_keep_found_by BEFORE INSERT OR UPDATE ON public.dara_endorsement FOR EACH ROW EXECUTE FUNCTION public.dara_keep_found_by();

-- When somebody's name changes, what is found by it is found by the new one.
CREATE FUNCTION public.dara_rename() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.dara_statement AS s SET found_by = '' WHERE s.speaker_id = NEW.id
        OR s.key IN (SELECT a.statement_id FROM public.dara_statementabout AS a WHERE a.entity_id = NEW.id);
    UPDATE public.dara_endorsement AS e SET found_by = '' WHERE e.endorser_id = NEW.id OR e.candidate_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_rename AFTER UPDATE OF name ON public.dara_entity FOR EACH ROW WHEN (OLD.name <> NEW.name)
    EXECUTE FUNCTION public.dara_rename();
