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
CREATE FUNCTION public.dara_words(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    legible text := words;
BEGIN
    IF octet_length(words) > char_length(words) THEN
        legible := regexp_replace(words, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g');
    END IF;
    -- this expression looks around at each place, which takes twenty times as long as all else: so only where it may find something
    IF legible ~ '[0-9][,''\u2019\u00A0\u2007\u2009\u202F][0-9]{3}|[A-Za-z]\.[ \u00A0]?[A-Za-z]\.' THEN
        legible := regexp_replace(legible,
            '(?<=[0-9])[,''\u2019\u00A0\u2007\u2009\u202F](?=[0-9]{3}(?![0-9]))'
            '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])[A-Za-z])\.(?=[A-Za-z]\.)'
            '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])(?<![0-9A-Za-z\u00C0-\u024F]\.)[A-Z])\.[ \u00A0](?=[A-Z]\.(?![0-9A-Za-z\u00C0-\u024F]))', '', 'g');
    END IF;
    RETURN regexp_replace(legible,
        '[!-/:-@\[-`{-~\u00A0-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u2000-\u20CF\u2122\u2190-\u2BFF\u3000-\u303F]+', ' ', 'g');
END $$;

-- The same, and at the end once more in one piece what has a hyphen in it, or an apostrophe as names do: “co-op” is found by “coop”, “O’Neill” by
-- “ONeill”. Most texts have neither.
CREATE FUNCTION public.dara_searched_words(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF words !~ '[A-Za-z\u00C0-\u024F][\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]*[''\u2019\u2010\u2011-]' THEN
        RETURN public.dara_words(words);
    END IF;
    RETURN concat_ws(' ', public.dara_words(words), (
        SELECT regexp_replace(string_agg(m[1], ' '), '[''\u2019\u2010\u2011-]', '', 'g') FROM regexp_matches(
            regexp_replace(words, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g'),
            '([A-Za-z\u00C0-\u024F]+(?:(?:[\u2010\u2011-]|[''\u2019](?=[A-Z\u00C0-\u00DE]))[0-9A-Za-z\u00C0-\u024F]+)+)', 'g') AS m));
END $$;

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

-- Of each quotation, so many paragraphs that have its words as they are, or else the most of its eight rarest ones. words[i] is a word of quotation
-- quotations[i]; phrases[1] are the words of quotation 0 in a row.
--
-- How rare a word is, the planner's statistics say: they list the thousand most common words of the archive. Paragraphs must have two of the eight words,
-- or three or four where two would be found in more than `many`: so the index alone, and not the paragraphs, is read.
CREATE FUNCTION public.dara_paragraphs_like(quotations integer[], words text[], phrases text[], many integer, most integer)
RETURNS TABLE (quotation integer, paragraph bigint) LANGUAGE sql STABLE ROWS 50
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
    WITH RECURSIVE held AS MATERIALIZED (
        SELECT greatest(c.reltuples, 1)::float8 AS paragraphs FROM pg_class AS c WHERE c.oid = 'public.dara_publicparagraph'::regclass
    ), common AS MATERIALIZED (
        SELECT format('%L', e.word) AS stems, e.share
        FROM pg_stats AS s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs[1:cardinality(s.most_common_elem_freqs) - 2])
            AS e (word, share)
        WHERE s.schemaname = 'public' AND s.tablename = 'dara_publicparagraph' AND s.attname = 'search'
    ), asked AS MATERIALIZED (
        SELECT DISTINCT ON (t.quotation, q.stems::text) t.quotation, q.stems, char_length(t.word) AS length
        FROM unnest(quotations, words) AS t (quotation, word)
        CROSS JOIN LATERAL (SELECT phraseto_tsquery('public.dara_english'::regconfig, public.dara_words(t.word)) AS stems) AS q
        WHERE numnode(q.stems) > 0
    ), rarest AS MATERIALIZED (
        SELECT * FROM (
            SELECT a.quotation, a.stems, coalesce(c.share, (SELECT min(m.share) FROM common AS m) / 2, 0) AS share,
                row_number() OVER (PARTITION BY a.quotation ORDER BY coalesce(c.share, 0), a.length DESC, a.stems::text) AS place
            FROM asked AS a LEFT JOIN common AS c ON c.stems = a.stems::text) AS r
        WHERE r.place <= 8
    ), powers AS (
        SELECT r.quotation, count(*) AS number, sum(share) AS a, sum(share ^ 2) AS b, sum(share ^ 3) AS c FROM rarest AS r GROUP BY r.quotation
    ), needed AS (
        -- with words that are independent of each other, so many paragraphs have two of them, or three
        SELECT p.quotation, least(p.number, CASE
            WHEN h.paragraphs * (p.a ^ 2 - p.b) / 2 <= many THEN 2
            WHEN h.paragraphs * (p.a ^ 3 - 3 * p.a * p.b + 2 * p.c) / 6 <= many THEN 3 ELSE 4 END) AS size
        FROM powers AS p, held AS h
    ), together AS (
        SELECT r.quotation, r.place, 1 AS size, r.stems FROM rarest AS r
        UNION ALL
        SELECT t.quotation, r.place, t.size + 1, t.stems && r.stems
        FROM together AS t JOIN needed AS n ON n.quotation = t.quotation AND t.size < n.size
        JOIN rarest AS r ON r.quotation = t.quotation AND r.place > t.place
    ), wanted AS MATERIALIZED (
        SELECT t.quotation, string_agg(format('(%s)', t.stems), '|')::tsquery AS stems,
            phraseto_tsquery('pg_catalog.simple'::regconfig, public.dara_plain(public.dara_words(phrases[t.quotation + 1]))) AS phrase
        FROM together AS t JOIN needed AS n ON n.quotation = t.quotation AND n.size = t.size GROUP BY t.quotation
    )
    SELECT best.quotation, best.id FROM (
        SELECT w.quotation, p.id, row_number() OVER (PARTITION BY w.quotation ORDER BY p.wording @@ w.phrase DESC, (
            SELECT count(*) FROM rarest AS r WHERE r.quotation = w.quotation AND p.search @@ r.stems) DESC, p.id) AS place
        FROM wanted AS w CROSS JOIN LATERAL (
            SELECT q.id, q.search, q.wording FROM public.dara_publicparagraph AS q WHERE q.search @@ w.stems LIMIT 2 * many) AS p) AS best
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
