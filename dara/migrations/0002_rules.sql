-- The rules of the database as they were when this migration was written, frozen. Those in force are in models/sql, a file a topic, with what
-- they are for.

-- search.sql

-- A text in small letters without accents, as misspelt names are compared. unaccent() alone is not immutable: its dictionary could change.
CREATE FUNCTION public.dara_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, words))
$$;

-- Misspelt names are looked up by similarity to the names that are there.
CREATE INDEX entity_name_trigrams ON public.dara_entity USING gist (public.dara_plain(name) public.gist_trgm_ops);
CREATE INDEX topic_name_trigrams ON public.dara_topic USING gist (public.dara_plain(name) public.gist_trgm_ops);

-- `found_by`: what full-text search reads of a record besides its words.

-- A statement's: who says it, whom it is about, and its passage, in which the words may be parted by “she said”.
CREATE FUNCTION public.dara_statement_is_found_by(statement text, speaker bigint, passage bigint) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(E'\n',
        (SELECT e.name FROM public.dara_entity AS e WHERE e.id = speaker),
        (SELECT string_agg(e.name, E'\n' ORDER BY e.slug) FROM public.dara_statementabout AS a JOIN public.dara_entity AS e ON e.id = a.entity_id
            WHERE a.statement_id = statement),
        (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = passage))
$$;

-- An endorsement's: who, whom, and its passage.
CREATE FUNCTION public.dara_endorsement_is_found_by(endorser bigint, candidate bigint, passage bigint) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(E'\n',
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

-- values.sql

-- A column with a list of choices takes no other value: forms are not the only way in.
ALTER TABLE public.dara_source
    ADD CONSTRAINT dara_source_kind_is_known
        CHECK (kind IN ('news article', 'press release', 'campaign page', 'social post', 'official results', 'other')),
    ADD CONSTRAINT dara_source_visibility_is_known CHECK (visibility IN ('full', 'excerpts'));
ALTER TABLE public.dara_entity ADD CONSTRAINT dara_entity_kind_is_known CHECK (kind IN ('person', 'organization', 'group'));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_stage_is_known CHECK (stage IN ('', 'primary', 'runoff', 'general'));
ALTER TABLE public.dara_statement
    ADD CONSTRAINT dara_statement_kind_is_known CHECK (kind IN ('quote', 'post', 'position', 'paraphrase', 'report'));
ALTER TABLE public.dara_endorsement
    ADD CONSTRAINT dara_endorsement_stance_is_known CHECK (stance IN ('endorses', 'supports', 'opposes', 'withdraws', 'funds')),
    ADD CONSTRAINT dara_endorsement_recipient_is_known
        CHECK (recipient IN ('', 'candidate''s committee', 'other committee', 'the race', 'not stated'));
ALTER TABLE public.dara_electionresult
    ADD CONSTRAINT dara_electionresult_status_is_known CHECK (status IN ('partial', 'certified', 'not stated'));
ALTER TABLE public.dara_candidacyfact
    ADD CONSTRAINT dara_candidacyfact_kind_is_known CHECK (kind IN ('running', 'incumbent', 'withdrew', 'conceded', 'outcome'));
ALTER TABLE public.dara_tombstone
    ADD CONSTRAINT dara_tombstone_kind_is_known CHECK (kind IN ('sources', 'statements', 'endorsements', 'results', 'facts')),
    ADD CONSTRAINT dara_tombstone_ground_is_known CHECK (ground IN ('error', 'rights', 'privacy', 'safety', 'legal'));
ALTER TABLE public.dara_withholding
    ADD CONSTRAINT dara_withholding_ground_is_known CHECK (ground IN ('error', 'rights', 'privacy', 'safety', 'legal'));
ALTER TABLE public.dara_redirect ADD CONSTRAINT dara_redirect_kind_is_known
    CHECK (kind IN ('topics', 'entities', 'groups', 'statements', 'endorsements', 'results', 'facts'));

-- A date is a year, a year and month, or a real day of the calendar.
CREATE FUNCTION public.dara_is_a_date(value text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN value !~ '^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$' OR left(value, 4) = '0000' THEN false
        WHEN length(value) < 10 THEN true
        -- the month's last day, reckoned as the day before the next month's first
        ELSE substr(value, 9)::integer <= extract(day FROM make_date(substr(value, 1, 4)::integer, substr(value, 6, 2)::integer, 1)
            + interval '1 month' - interval '1 day')
    END
$$;

ALTER TABLE public.dara_source
    ADD CONSTRAINT dara_source_published_on_is_a_date CHECK (public.dara_is_a_date(published_on)),
    ADD CONSTRAINT dara_source_captured_on_is_a_date CHECK (public.dara_is_a_date(captured_on));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_held_on_is_a_date CHECK (public.dara_is_a_date(held_on));
ALTER TABLE public.dara_statement ADD CONSTRAINT dara_statement_said_on_is_a_date CHECK (public.dara_is_a_date(said_on));
ALTER TABLE public.dara_endorsement ADD CONSTRAINT dara_endorsement_stated_on_is_a_date CHECK (public.dara_is_a_date(stated_on));
ALTER TABLE public.dara_electionresult ADD CONSTRAINT dara_electionresult_as_of_is_a_date CHECK (public.dara_is_a_date(as_of));
ALTER TABLE public.dara_candidacyfact ADD CONSTRAINT dara_candidacyfact_occurred_on_is_a_date CHECK (public.dara_is_a_date(occurred_on));

-- `inferred` is an object of texts.
CREATE FUNCTION public.dara_is_inferred(value jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_typeof(value) = 'object' AND NOT jsonb_path_exists(value, '$.* ? (@.type() != "string" || @ == "")');
END $$;

ALTER TABLE public.dara_source ADD CONSTRAINT dara_source_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_statement ADD CONSTRAINT dara_statement_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_endorsement ADD CONSTRAINT dara_endorsement_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_electionresult ADD CONSTRAINT dara_electionresult_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_candidacyfact ADD CONSTRAINT dara_candidacyfact_inferred_is_texts CHECK (public.dara_is_inferred(inferred));

-- Translations map language → field → words, and for `inferred` field → basis.
CREATE FUNCTION public.dara_is_translations(value jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF jsonb_typeof(value) <> 'object' OR jsonb_path_exists(value, 'strict $.* ? (@.type() != "object")') THEN
        RETURN false;
    END IF;
    RETURN NOT jsonb_path_exists(value, '$.*.keyvalue() ? (@.key == "inferred" && @.value.type() != "object")')
        AND NOT jsonb_path_exists(value, '$.*.keyvalue() ? (@.key != "inferred" && (@.value.type() != "string" || @.value == ""))')
        AND NOT jsonb_path_exists(value, 'strict $.*.keyvalue() ? (@.key == "inferred").value.* ? (@.type() != "string" || @ == "")');
END $$;

ALTER TABLE public.dara_topic ADD CONSTRAINT dara_topic_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_entity ADD CONSTRAINT dara_entity_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_race ADD CONSTRAINT dara_race_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_source ADD CONSTRAINT dara_source_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_utterance ADD CONSTRAINT dara_utterance_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_statement ADD CONSTRAINT dara_statement_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_endorsement ADD CONSTRAINT dara_endorsement_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_electionresult ADD CONSTRAINT dara_electionresult_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_candidacyfact ADD CONSTRAINT dara_candidacyfact_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_tombstone ADD CONSTRAINT dara_tombstone_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_withholding ADD CONSTRAINT dara_withholding_translations_are_texts CHECK (public.dara_is_translations(translations));

-- evidence.sql

-- 1. Append-only: originals, texts and paragraphs refuse UPDATE and DELETE, passages UPDATE, and all four TRUNCATE.

-- The arguments: why, and the columns that do not change, where others of the row may. The error names the first of them that would.
CREATE FUNCTION public.dara_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed text;
BEGIN
    IF TG_NARGS > 1 THEN
        SELECT name INTO changed FROM unnest(TG_ARGV[1:]) WITH ORDINALITY AS columns (name, n)
        WHERE to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name ORDER BY n LIMIT 1;
    END IF;
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'restrict_violation', COLUMN = coalesce(changed, '');
END $$;

CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_original FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('an original is kept as received; a later capture is a new source');
CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_sourcetext FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('a text is what its extractor made of the original');
CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_paragraph FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('paragraphs are the text, cut by the database');
CREATE TRIGGER dara_append_only BEFORE UPDATE ON public.dara_passage FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('a passage is never changed; point the record to another one');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_original
    EXECUTE FUNCTION public.dara_refuse('an original is kept as received');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_sourcetext
    EXECUTE FUNCTION public.dara_refuse('a text is kept with its original');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_paragraph
    EXECUTE FUNCTION public.dara_refuse('paragraphs are the text, cut by the database');
CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON public.dara_passage
    EXECUTE FUNCTION public.dara_refuse('passages are what records rest on');

-- What a source says of its original does not change either.
CREATE TRIGGER dara_append_only BEFORE UPDATE ON public.dara_source FOR EACH ROW
    WHEN (ROW(OLD.key, OLD.sha256, OLD.document, OLD.collector_header) IS DISTINCT FROM ROW(NEW.key, NEW.sha256, NEW.document, NEW.collector_header))
    EXECUTE FUNCTION public.dara_refuse('the key, the checksum, the path and the header are the original''s; a later capture is a new source',
        'key', 'sha256', 'document', 'collector_header');

-- Nor does its extractor.
CREATE TRIGGER dara_extractor_stays BEFORE UPDATE ON public.dara_source FOR EACH ROW WHEN (OLD.extractor IS DISTINCT FROM NEW.extractor)
    EXECUTE FUNCTION public.dara_refuse('a text is what its extractor made of the original; another extractor''s is a new source', 'extractor');

-- 2. A text has an original, whose bytes have the checksum that its source declares, and is made by the extractor that its source declares.

ALTER TABLE public.dara_original ADD CONSTRAINT dara_original_has_its_sources_checksum
    FOREIGN KEY (source_id, sha256) REFERENCES public.dara_source (key, sha256);
ALTER TABLE public.dara_sourcetext ADD CONSTRAINT dara_sourcetext_has_an_original
    FOREIGN KEY (source_id) REFERENCES public.dara_original (source_id);
ALTER TABLE public.dara_sourcetext ADD CONSTRAINT dara_sourcetext_is_of_its_sources_extractor
    FOREIGN KEY (source_id, extractor) REFERENCES public.dara_source (key, extractor);

-- 3. Paragraphs are the text.

-- A text is cut into paragraphs as it is stored: each line with the newlines after it, so that the paragraphs, joined, are the text.
CREATE FUNCTION public.dara_cut_paragraphs() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.dara_paragraph (source_id, number, start, "end", body)
    SELECT NEW.source_id, n, upto - char_length(line), upto, line
    FROM (
        SELECT n, m[1] AS line, sum(char_length(m[1])) OVER (ORDER BY n) AS upto
        FROM regexp_matches(NEW.body, '[^\n]*\n+|[^\n]+', 'g') WITH ORDINALITY AS lines (m, n)
    ) AS cut;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_cut_paragraphs AFTER INSERT ON public.dara_sourcetext FOR EACH ROW
    EXECUTE FUNCTION public.dara_cut_paragraphs();

-- Whoever adds a paragraph: after the statement, the source's paragraphs must still be its text, whole and in order.
CREATE FUNCTION public.dara_paragraphs_are_the_text() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wrong text;
BEGIN
    SELECT touched.source_id INTO wrong
    FROM (SELECT DISTINCT source_id FROM added) AS touched
    LEFT JOIN public.dara_sourcetext AS t ON t.source_id = touched.source_id
    WHERE t.body IS DISTINCT FROM (
            SELECT string_agg(p.body, '' ORDER BY p.number) FROM public.dara_paragraph AS p WHERE p.source_id = touched.source_id)
        OR EXISTS (
            SELECT FROM (
                SELECT p.number, p.start, p."end", char_length(p.body) AS length,
                    row_number() OVER w AS nth, coalesce(lag(p."end") OVER w, 0) AS previous
                FROM public.dara_paragraph AS p WHERE p.source_id = touched.source_id
                WINDOW w AS (ORDER BY p.number)
            ) AS q WHERE q.number <> q.nth OR q.start <> q.previous OR q."end" <> q.start + q.length)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The paragraphs of source % would not be its text any more.', wrong
            USING ERRCODE = 'check_violation', COLUMN = 'body', HINT = 'Store the text; the database cuts it.';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_paragraphs_are_the_text AFTER INSERT ON public.dara_paragraph REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_paragraphs_are_the_text();

-- 4. A passage is the text.

-- A passage is exactly what its source's text says at [start:end], in code points. Only the paragraphs that the span touches are read.
CREATE FUNCTION public.dara_passage_is_in_the_text() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    words text;
    offset_of_words integer;
BEGIN
    -- the paragraphs that the span touches, found through the index on (source, start)
    SELECT string_agg(p.body, '' ORDER BY p.start), min(p.start), min(p.number), max(p.number)
    INTO words, offset_of_words, NEW.first_paragraph, NEW.last_paragraph
    FROM public.dara_paragraph AS p
    WHERE p.source_id = NEW.source_id AND p.start < NEW."end" AND p.start >= (
        SELECT max(q.start) FROM public.dara_paragraph AS q WHERE q.source_id = NEW.source_id AND q.start <= NEW.start);
    IF words IS NULL OR NEW."end" <= NEW.start THEN
        RAISE EXCEPTION 'Source % has no text at % to %.', NEW.source_id, NEW.start, NEW."end"
            USING ERRCODE = 'check_violation', COLUMN = 'exact';
    END IF;
    words := substr(words, NEW.start - offset_of_words + 1, NEW."end" - NEW.start);
    IF NEW.exact IS DISTINCT FROM words COLLATE "C" OR char_length(NEW.exact) <> NEW."end" - NEW.start THEN
        RAISE EXCEPTION 'The passage is not what source % says at % to %: expected “%”, the text says “%”.',
            NEW.source_id, NEW.start, NEW."end", left(NEW.exact, 200), left(words, 200)
            USING ERRCODE = 'check_violation', COLUMN = 'exact';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_passage_is_in_the_text BEFORE INSERT ON public.dara_passage FOR EACH ROW
    EXECUTE FUNCTION public.dara_passage_is_in_the_text();

-- 5. A record's words stand in its passage, as whole words.

-- Whether the place after the first `at` characters of `words` lies inside a word: between two letters or digits, or beside an apostrophe or
-- hyphen that joins two (can’t, non-violent), or inside a number (53.72, 790,000, -5). By code point, so that the answer is the same under
-- every locale; scripts beyond U+1FFF, which may write without spaces, have no boundaries to keep.
CREATE FUNCTION public.dara_inside_a_word(words text, at integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text := substr(words, greatest(at - 1, 1), least(at, 2)); -- the one or two characters before the place
    after text := substr(words, at + 1, 2);
    letter CONSTANT text := '[0-9A-Za-z_\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF]';
    joiner CONSTANT text := '[''’‐‑\u00AD\u200B-\u200D\u2060\uFEFF-]'; -- the last ones are invisible
BEGIN
    RETURN (before || '|' || after) ~ (
        letter || '\|' || letter
        || '|' || letter || '\|' || joiner || letter || '|' || letter || joiner || '\|' || letter
        || '|[0-9]\|[.,][0-9]|[0-9][.,]\|[0-9]|[-−]\|[0-9]');
END $$;

-- Whether there is a letter or a digit in it, of any script, or a sign such as an emoji: more than spaces and punctuation.
CREATE FUNCTION public.dara_says_something(words text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
    SELECT words ~ '[0-9A-Za-z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF\u2C00-\u2DFF\u3040-\uD7FF\uF900-\uFDFF\U00010000-\U0010FFFF]'
$$;

-- The place just after `piece` in `words`, looking from the place `start` on, at word boundaries; null where it does not stand there.
CREATE FUNCTION public.dara_end_of_piece(words text, piece text, start integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    at integer := start;
    step integer;
BEGIN
    LOOP
        step := strpos(substr(words, at + 1), piece);
        EXIT WHEN step = 0 OR piece = '';
        at := at + step - 1;
        IF NOT public.dara_inside_a_word(words, at) AND NOT public.dara_inside_a_word(words, at + char_length(piece)) THEN
            RETURN at + char_length(piece);
        END IF;
        at := at + 1;
    END LOOP;
    RETURN NULL;
END $$;

-- Fails unless the words `quoted` in each column, called `names` in errors, stand in the passage; a column may be empty.
CREATE FUNCTION public.dara_words_are_in_passage(passage bigint, columns text[], names text[], quoted text[]) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    exact text := (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = passage);
BEGIN
    IF exact IS NULL THEN
        RAISE EXCEPTION 'A record needs a passage that is there.' USING ERRCODE = 'check_violation', COLUMN = 'passage_id';
    END IF;
    FOR i IN 1 .. cardinality(names) LOOP
        IF quoted[i] <> '' AND public.dara_end_of_piece(exact, quoted[i], 0) IS NULL THEN
            RAISE EXCEPTION 'The % “%” is not in the passage “%”.', names[i], quoted[i], left(exact, 200)
                USING ERRCODE = 'check_violation', COLUMN = columns[i];
        END IF;
    END LOOP;
END $$;

-- Fails when the entity in a column is a group that another source than the passage's describes: “several elected officials” of two stories
-- are two groups.
CREATE FUNCTION public.dara_group_is_of_the_source(name text, entity bigint, passage bigint) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.dara_entity AS e, public.dara_passage AS p
        WHERE e.id = entity AND p.id = passage AND e.source_id <> p.source_id
    ) THEN
        RAISE EXCEPTION 'The group belongs to another source than the passage.' USING ERRCODE = 'check_violation', COLUMN = name;
    END IF;
END $$;

-- Fails unless the passage lies inside of the one of the statement `outer_key`, in which a record is said to be reported.
CREATE FUNCTION public.dara_is_told_within(record text, passage bigint, outer_key text) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.dara_statement AS s JOIN public.dara_passage AS o ON o.id = s.passage_id, public.dara_passage AS p
        WHERE s.key = outer_key AND p.id = passage
            AND o.source_id = p.source_id AND o.start <= p.start AND o."end" >= p."end"
    ) THEN
        RAISE EXCEPTION 'Record % is not told in %: its passage does not lie inside of that one''s.', record, outer_key
            USING ERRCODE = 'check_violation', COLUMN = 'within_id';
    END IF;
END $$;

CREATE FUNCTION public.dara_statement_is_in_its_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    passage public.dara_passage;
    piece text;
    at integer := 0;
BEGIN
    SELECT * INTO passage FROM public.dara_passage AS p WHERE p.id = NEW.passage_id;
    IF array_ndims(NEW.pieces) IS DISTINCT FROM 1 THEN
        RAISE EXCEPTION 'This statement has no words.'
            USING ERRCODE = 'check_violation', COLUMN = 'pieces', DETAIL = format('Statement %s.', NEW.key);
    END IF;
    FOREACH piece IN ARRAY NEW.pieces LOOP
        at := CASE WHEN public.dara_says_something(piece) THEN public.dara_end_of_piece(passage.exact, piece, at) END;
        IF at IS NULL THEN
            RAISE EXCEPTION
                'This statement: the piece “%” is not in its passage, at word boundaries and after the pieces before it. The passage says “%”.',
                left(piece, 200), left(passage.exact, 300)
                USING ERRCODE = 'check_violation', COLUMN = 'pieces', DETAIL = format('Statement %s.', NEW.key);
        END IF;
    END LOOP;
    NEW.text := array_to_string(NEW.pieces, ' … ');
    PERFORM public.dara_group_is_of_the_source('speaker_id', NEW.speaker_id, NEW.passage_id);
    IF NEW.within_id IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('dara within')); -- one at a time: two sessions could close a circle together
        PERFORM public.dara_is_told_within(NEW.key, NEW.passage_id, NEW.within_id);
        IF EXISTS (
            WITH RECURSIVE chain (key) AS (
                SELECT NEW.within_id
                UNION SELECT s.within_id FROM public.dara_statement AS s JOIN chain ON s.key = chain.key
            ) SELECT FROM chain WHERE chain.key = NEW.key
        ) THEN
            RAISE EXCEPTION 'This statement would be quoted in itself.'
                USING ERRCODE = 'check_violation', COLUMN = 'within_id', DETAIL = format('Statement %s.', NEW.key);
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_statement_is_in_its_passage BEFORE INSERT OR UPDATE ON public.dara_statement FOR EACH ROW
    EXECUTE FUNCTION public.dara_statement_is_in_its_passage();

-- When a statement moves to another passage, what is told in it must still lie inside that passage.
CREATE FUNCTION public.dara_statement_still_holds() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.dara_is_told_within(s.key, s.passage_id, NEW.key) FROM public.dara_statement AS s WHERE s.within_id = NEW.key;
    PERFORM public.dara_is_told_within(e.key, e.passage_id, NEW.key) FROM public.dara_endorsement AS e WHERE e.within_id = NEW.key;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_statement_still_holds AFTER UPDATE OF passage_id ON public.dara_statement FOR EACH ROW
    WHEN (OLD.passage_id <> NEW.passage_id) EXECUTE FUNCTION public.dara_statement_still_holds();

-- A group stays with the source that describes it, and nothing else becomes a group.
CREATE TRIGGER dara_group_stays BEFORE UPDATE ON public.dara_entity FOR EACH ROW WHEN (OLD.source_id IS DISTINCT FROM NEW.source_id)
    EXECUTE FUNCTION public.dara_refuse('a group belongs to the source that describes it; another source''s is another group', 'source_id');

-- The numbers that `words` state in figures, in order; “1.5 million” is 1500000 where `scaled`. Numbers in words are left out.
CREATE FUNCTION public.dara_numbers(words text, scaled boolean) RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(replace(m[1], ',', '')::numeric * CASE
            WHEN NOT scaled THEN 1
            WHEN m[2] ~* '^(k|thousand)$' THEN 1000
            WHEN m[2] ~* '^(m|million)$' THEN 1000000
            WHEN m[2] ~* '^(b|billion)$' THEN 1000000000
            ELSE 1 END), '{}')
    FROM regexp_matches(words, '([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[ \u00A0-]?([A-Za-z]+))?', 'g') AS m
$$;

-- Fails unless the number in a column, called `name` in errors, is null or what `stated` says in figures. Only figures are compared: “half a
-- million” is taken as it is.
CREATE FUNCTION public.dara_number_is_as_stated(column_name text, name text, number numeric, stated text) RETURNS void LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF number IS NOT NULL AND stated = '' THEN
        RAISE EXCEPTION 'The % % has no words of the source: state them as they stand in the passage.', name, number
            USING ERRCODE = 'check_violation', COLUMN = column_name;
    END IF;
    IF number IS NOT NULL AND stated ~ '[0-9]' AND number <> ALL (public.dara_numbers(stated, true)) THEN
        RAISE EXCEPTION 'The % % is not what the source states: “%”.', name, number, stated
            USING ERRCODE = 'check_violation', COLUMN = column_name;
    END IF;
END $$;

CREATE FUNCTION public.dara_endorsement_is_in_its_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.dara_number_is_as_stated('amount', 'amount', NEW.amount, NEW.amount_as_stated);
    PERFORM public.dara_words_are_in_passage(NEW.passage_id, ARRAY['verb', 'amount_as_stated', 'purpose'], ARRAY['verb', 'amount', 'purpose'],
        ARRAY[NEW.verb, NEW.amount_as_stated, NEW.purpose]);
    PERFORM public.dara_group_is_of_the_source('endorser_id', NEW.endorser_id, NEW.passage_id);
    IF NEW.within_id IS NOT NULL THEN
        PERFORM public.dara_is_told_within(NEW.key, NEW.passage_id, NEW.within_id);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_endorsement_is_in_its_passage BEFORE INSERT OR UPDATE ON public.dara_endorsement FOR EACH ROW
    EXECUTE FUNCTION public.dara_endorsement_is_in_its_passage();

CREATE FUNCTION public.dara_result_is_in_its_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    exact text := (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = NEW.passage_id);
BEGIN
    IF NEW.percent <> ALL (public.dara_numbers(exact, false)) THEN
        RAISE EXCEPTION 'The percentage % is not in the passage “%”.', trim_scale(NEW.percent), left(exact, 200)
            USING ERRCODE = 'check_violation', COLUMN = 'percent';
    END IF;
    IF NEW.votes <> ALL (public.dara_numbers(exact, true)) THEN
        RAISE EXCEPTION 'The number of votes % is not in the passage “%”.', NEW.votes, left(exact, 200)
            USING ERRCODE = 'check_violation', COLUMN = 'votes';
    END IF;
    IF NEW.status = 'certified' AND exact !~* 'certif' AND NOT NEW.inferred ? 'status' THEN
        RAISE EXCEPTION 'The passage does not say that the count is certified; where another part of the source does, say so in “inferred”.'
            USING ERRCODE = 'check_violation', COLUMN = 'status';
    END IF;
    PERFORM public.dara_number_is_as_stated('ballots_out', 'number of ballots out', NEW.ballots_out, NEW.ballots_out_as_stated);
    PERFORM public.dara_words_are_in_passage(NEW.passage_id, ARRAY['qualifier', 'ballots_out_as_stated'], ARRAY['qualifier', 'number of ballots out'],
        ARRAY[NEW.qualifier, NEW.ballots_out_as_stated]);
    RETURN NEW;
END $$;

CREATE TRIGGER dara_result_is_in_its_passage BEFORE INSERT OR UPDATE ON public.dara_electionresult FOR EACH ROW
    EXECUTE FUNCTION public.dara_result_is_in_its_passage();

-- 6. A record about a candidate in a race is about one who ran in it; its election belongs to that race.

ALTER TABLE public.dara_endorsement
    ADD CONSTRAINT dara_endorsement_candidate_ran FOREIGN KEY (candidate_id, race_id) REFERENCES public.dara_candidacy (candidate_id, race_id),
    ADD CONSTRAINT dara_endorsement_election_of_race FOREIGN KEY (election_id, race_id) REFERENCES public.dara_election (id, race_id);
ALTER TABLE public.dara_electionresult
    ADD CONSTRAINT dara_electionresult_candidate_ran FOREIGN KEY (candidate_id, race_id) REFERENCES public.dara_candidacy (candidate_id, race_id),
    ADD CONSTRAINT dara_electionresult_election_of_race FOREIGN KEY (election_id, race_id) REFERENCES public.dara_election (id, race_id);
ALTER TABLE public.dara_candidacyfact
    ADD CONSTRAINT dara_candidacyfact_candidate_ran FOREIGN KEY (candidate_id, race_id) REFERENCES public.dara_candidacy (candidate_id, race_id),
    ADD CONSTRAINT dara_candidacyfact_election_of_race FOREIGN KEY (election_id, race_id) REFERENCES public.dara_election (id, race_id);

-- 7. A source does not supersede itself, however long the way round.

CREATE FUNCTION public.dara_source_has_a_beginning() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('dara supersedes')); -- as for statements
    IF EXISTS (
        WITH RECURSIVE chain (key) AS (
            SELECT NEW.supersedes_id
            UNION SELECT s.supersedes_id FROM public.dara_source AS s JOIN chain ON s.key = chain.key
        ) SELECT FROM chain WHERE chain.key = NEW.key
    ) THEN
        RAISE EXCEPTION 'Source % would supersede itself.', NEW.key USING ERRCODE = 'check_violation', COLUMN = 'supersedes_id';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_source_has_a_beginning BEFORE INSERT OR UPDATE OF supersedes_id ON public.dara_source FOR EACH ROW
    WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION public.dara_source_has_a_beginning();

-- keys.sql

CREATE FUNCTION public.dara_key_is_new() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME <> 'dara_source' AND EXISTS (SELECT FROM public.dara_source AS x WHERE x.key = NEW.key)
        OR TG_TABLE_NAME <> 'dara_statement' AND EXISTS (SELECT FROM public.dara_statement AS x WHERE x.key = NEW.key)
        OR TG_TABLE_NAME <> 'dara_endorsement' AND EXISTS (SELECT FROM public.dara_endorsement AS x WHERE x.key = NEW.key)
        OR TG_TABLE_NAME <> 'dara_electionresult' AND EXISTS (SELECT FROM public.dara_electionresult AS x WHERE x.key = NEW.key)
        OR TG_TABLE_NAME <> 'dara_candidacyfact' AND EXISTS (SELECT FROM public.dara_candidacyfact AS x WHERE x.key = NEW.key)
    THEN
        RAISE EXCEPTION 'The key % names another record.', NEW.key USING ERRCODE = 'unique_violation', COLUMN = 'key';
    END IF;
    IF TG_TABLE_NAME <> 'dara_tombstone' AND EXISTS (SELECT FROM public.dara_tombstone AS x WHERE x.key = NEW.key) THEN
        RAISE EXCEPTION 'The key % names a record that was withdrawn.', NEW.key USING ERRCODE = 'unique_violation', COLUMN = 'key';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_key_is_new BEFORE INSERT OR UPDATE OF key ON public.dara_source FOR EACH ROW EXECUTE FUNCTION public.dara_key_is_new();
CREATE TRIGGER dara_key_is_new BEFORE INSERT OR UPDATE OF key ON public.dara_statement FOR EACH ROW EXECUTE FUNCTION public.dara_key_is_new();
CREATE TRIGGER dara_key_is_new BEFORE INSERT OR UPDATE OF key ON public.dara_endorsement FOR EACH ROW EXECUTE FUNCTION public.dara_key_is_new();
CREATE TRIGGER dara_key_is_new BEFORE INSERT OR UPDATE OF key ON public.dara_electionresult FOR EACH ROW EXECUTE FUNCTION public.dara_key_is_new();
CREATE TRIGGER dara_key_is_new BEFORE INSERT OR UPDATE OF key ON public.dara_candidacyfact FOR EACH ROW EXECUTE FUNCTION public.dara_key_is_new();
CREATE TRIGGER dara_key_is_new BEFORE INSERT OR UPDATE OF key ON public.dara_tombstone FOR EACH ROW EXECUTE FUNCTION public.dara_key_is_new();

-- versions.sql

CREATE FUNCTION public.dara_keep_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- generated columns are made later: they say nothing here
    IF to_jsonb(NEW) - '{version,found_by,search}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{version,found_by,search}'::text[] THEN
        NEW.version := now();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_keep_version BEFORE UPDATE ON public.dara_source FOR EACH ROW EXECUTE FUNCTION public.dara_keep_version();
CREATE TRIGGER dara_keep_version BEFORE UPDATE ON public.dara_statement FOR EACH ROW EXECUTE FUNCTION public.dara_keep_version();
CREATE TRIGGER dara_keep_version BEFORE UPDATE ON public.dara_endorsement FOR EACH ROW EXECUTE FUNCTION public.dara_keep_version();
CREATE TRIGGER dara_keep_version BEFORE UPDATE ON public.dara_electionresult FOR EACH ROW EXECUTE FUNCTION public.dara_keep_version();
CREATE TRIGGER dara_keep_version BEFORE UPDATE ON public.dara_candidacyfact FOR EACH ROW EXECUTE FUNCTION public.dara_keep_version();

-- Whom a statement is about, and its topics, are tables of their own; a change there is a change of the statement.
CREATE FUNCTION public.dara_touch_statements() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- In the transaction that makes the statement its version is of now already; only names make it found by more.
    UPDATE public.dara_statement AS s SET version = now() WHERE s.key IN (SELECT c.statement_id FROM changed AS c)
        AND (TG_TABLE_NAME = 'dara_statementabout' OR s.version <> now());
    RETURN NULL;
END $$;

CREATE TRIGGER dara_touch_on_insert AFTER INSERT ON public.dara_statementabout REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();
CREATE TRIGGER dara_touch_on_delete AFTER DELETE ON public.dara_statementabout REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();
CREATE TRIGGER dara_touch_on_insert AFTER INSERT ON public.dara_statementtopic REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();
CREATE TRIGGER dara_touch_on_delete AFTER DELETE ON public.dara_statementtopic REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();
CREATE TRIGGER dara_touch_on_update AFTER UPDATE ON public.dara_statementabout REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();
CREATE TRIGGER dara_touch_on_update AFTER UPDATE ON public.dara_statementtopic REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_touch_statements();

-- withholding.sql

-- No passage, and so no record, touches withheld words.
CREATE FUNCTION public.dara_passages_are_not_withheld() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place record;
BEGIN
    PERFORM FROM public.dara_source AS s WHERE s.key IN (SELECT a.source_id FROM added AS a) ORDER BY s.key FOR SHARE;
    SELECT a.source_id, a.start, a."end" INTO place
    FROM added AS a JOIN public.dara_withholding AS w ON w.source_id = a.source_id
        AND (w.start IS NULL OR (w.start < a."end" AND w."end" > a.start))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Source % has words at % to % that are withheld from the public: no passage may touch them.',
            place.source_id, place.start, place."end" USING ERRCODE = 'check_violation', COLUMN = 'exact';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_passages_are_not_withheld AFTER INSERT ON public.dara_passage REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_passages_are_not_withheld();

-- Words that a passage touches cannot be withheld: the records that rest on it are withdrawn first.
CREATE FUNCTION public.dara_withhold() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held record;
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        -- such a transaction would not see the passages that others have added since it began
        RAISE EXCEPTION 'Words are withheld in a transaction of the isolation level READ COMMITTED.' USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE public.dara_source AS s SET version = now() WHERE s.key = NEW.source_id; -- what its page says has changed, too
    IF NEW."end" > coalesce((SELECT max(p."end") FROM public.dara_paragraph AS p WHERE p.source_id = NEW.source_id), 0) THEN
        RAISE EXCEPTION 'Source % has no text at % to %.', NEW.source_id, NEW.start, NEW."end"
            USING ERRCODE = 'check_violation', COLUMN = 'end';
    END IF;
    SELECT g.start, g."end" INTO held FROM public.dara_passage AS g
    WHERE g.source_id = NEW.source_id AND (NEW.start IS NULL OR (g.start < NEW."end" AND g."end" > NEW.start)) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Source % has a passage at % to %, which touches the words to be withheld: withdraw what rests on it first.',
            NEW.source_id, held.start, held."end" USING ERRCODE = 'check_violation', COLUMN = 'start';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_withhold BEFORE INSERT ON public.dara_withholding FOR EACH ROW EXECUTE FUNCTION public.dara_withhold();
CREATE TRIGGER dara_span_stays BEFORE UPDATE ON public.dara_withholding FOR EACH ROW
    WHEN (ROW(OLD.key, OLD.source_id, OLD.start, OLD."end") IS DISTINCT FROM ROW(NEW.key, NEW.source_id, NEW.start, NEW."end"))
    EXECUTE FUNCTION public.dara_refuse('what is withheld stays the same words; withhold others under another key, then lift this one',
        'key', 'source_id', 'start', 'end');

-- The source's page changes when a withholding is lifted, or its ground is corrected.
CREATE FUNCTION public.dara_touch_source() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.dara_source AS s SET version = now() WHERE s.key = OLD.source_id;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_touch_source AFTER UPDATE OR DELETE ON public.dara_withholding FOR EACH ROW
    EXECUTE FUNCTION public.dara_touch_source();

-- public_paragraphs.sql

-- `body` with █ for each code point from starts[i] to ends[i] (exclusive, from 0) that is no newline.
CREATE FUNCTION public.dara_masked(body text, starts integer[], ends integer[]) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first integer;
    last integer;
BEGIN
    FOR i IN 1 .. cardinality(starts) LOOP
        first := greatest(starts[i], 0);
        last := greatest(least(ends[i], char_length(body)), first);
        body := substr(body, 1, first) || regexp_replace(substr(body, first + 1, last - first), '[^\n]', '█', 'g') || substr(body, last + 1);
    END LOOP;
    RETURN body;
END $$;

CREATE VIEW public.dara_publicparagraph AS
SELECT p.id, p.source_id, p.number, p.start, p."end", p.body, p.search
FROM public.dara_paragraph AS p
JOIN public.dara_source AS s ON s.key = p.source_id
WHERE NOT EXISTS (
        SELECT FROM public.dara_withholding AS w
        WHERE w.source_id = p.source_id AND (w.start IS NULL OR (w.start < p."end" AND w."end" > p.start)))
    AND (s.visibility = 'full' OR EXISTS (
        SELECT FROM public.dara_passage AS g
        WHERE g.source_id = p.source_id AND g.last_paragraph >= p.number - 1 AND g.first_paragraph <= p.number + 1
            AND (EXISTS (SELECT FROM public.dara_statement AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_endorsement AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_electionresult AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_candidacyfact AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_election AS r WHERE r.passage_id = g.id))))
UNION ALL
SELECT m.id, m.source_id, m.number, m.start, m."end", m.body,
    setweight(to_tsvector('public.dara_english'::regconfig, m.body), 'A')
FROM (
    SELECT p.id, p.source_id, p.number, p.start, p."end",
        public.dara_masked(p.body, array_agg(w.start - p.start), array_agg(w."end" - p.start)) AS body
    FROM public.dara_withholding AS w
    JOIN public.dara_paragraph AS p ON p.source_id = w.source_id AND p.start < w."end" AND p."end" > w.start
    WHERE NOT EXISTS (SELECT FROM public.dara_withholding AS all_of_it WHERE all_of_it.source_id = p.source_id AND all_of_it.start IS NULL)
    GROUP BY p.id
) AS m
JOIN public.dara_source AS s ON s.key = m.source_id
WHERE s.visibility = 'full' OR EXISTS (
    SELECT FROM public.dara_passage AS g
    WHERE g.source_id = m.source_id AND g.last_paragraph >= m.number - 1 AND g.first_paragraph <= m.number + 1
        AND (EXISTS (SELECT FROM public.dara_statement AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_endorsement AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_electionresult AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_candidacyfact AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_election AS r WHERE r.passage_id = g.id)));

-- replies.sql

CREATE FUNCTION public.dara_reply_answers_something() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.kind = 'sources' AND NEW.key = NEW.source_id THEN
        RAISE EXCEPTION 'Source % would be a reply to itself.', NEW.source_id USING ERRCODE = 'check_violation', COLUMN = 'key';
    END IF;
    IF NOT (EXISTS (SELECT FROM public.dara_tombstone AS x WHERE x.key = NEW.key AND x.kind = NEW.kind)
        OR NEW.kind = 'sources' AND EXISTS (SELECT FROM public.dara_source AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'statements' AND EXISTS (SELECT FROM public.dara_statement AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'endorsements' AND EXISTS (SELECT FROM public.dara_endorsement AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'results' AND EXISTS (SELECT FROM public.dara_electionresult AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'facts' AND EXISTS (SELECT FROM public.dara_candidacyfact AS x WHERE x.key = NEW.key))
    THEN
        RAISE EXCEPTION 'There is nothing that the reply could answer: no % has the key %.', NEW.kind, NEW.key
            USING ERRCODE = 'check_violation', COLUMN = 'key';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_reply_answers_something BEFORE INSERT OR UPDATE ON public.dara_reply FOR EACH ROW
    EXECUTE FUNCTION public.dara_reply_answers_something();

-- redirects.sql

-- A redirect's old name is of nothing that exists, and no redirect leads to another redirect.
CREATE FUNCTION public.dara_redirect_leads_on() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (CASE NEW.kind
        WHEN 'topics' THEN EXISTS (SELECT FROM public.dara_topic AS x WHERE x.slug = NEW.old)
        WHEN 'entities' THEN EXISTS (SELECT FROM public.dara_entity AS x WHERE x.slug = NEW.old)
        WHEN 'groups' THEN EXISTS (SELECT FROM public.dara_entity AS x WHERE x.slug = NEW.old)
        ELSE EXISTS (SELECT FROM public.dara_statement AS x WHERE x.key = NEW.old)
            OR EXISTS (SELECT FROM public.dara_endorsement AS x WHERE x.key = NEW.old)
            OR EXISTS (SELECT FROM public.dara_electionresult AS x WHERE x.key = NEW.old)
            OR EXISTS (SELECT FROM public.dara_candidacyfact AS x WHERE x.key = NEW.old)
            OR EXISTS (SELECT FROM public.dara_source AS x WHERE x.key = NEW.old)
            OR EXISTS (SELECT FROM public.dara_tombstone AS x WHERE x.key = NEW.old)
    END) THEN
        RAISE EXCEPTION '% is there, or was withdrawn: only what was merged away leads to another.', NEW.old
            USING ERRCODE = 'check_violation', COLUMN = 'old';
    END IF;
    IF EXISTS (SELECT FROM public.dara_redirect AS r WHERE r.kind = NEW.kind AND (r.old = NEW.new OR r.new = NEW.old)) THEN
        RAISE EXCEPTION 'The redirect from % to % would be one of a chain: let each lead to the end.', NEW.old, NEW.new
            USING ERRCODE = 'check_violation', COLUMN = 'new';
    END IF;
    RETURN NULL;
END $$;

-- After the row is there, so that it sees what a merge of the same moment has just committed.
CREATE TRIGGER dara_redirect_leads_on AFTER INSERT OR UPDATE ON public.dara_redirect FOR EACH ROW
    EXECUTE FUNCTION public.dara_redirect_leads_on();

-- Nothing new takes the name of something that was merged. The arguments: the kinds whose names it shares.
CREATE FUNCTION public.dara_name_was_not_merged() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    identity text := CASE WHEN TG_TABLE_NAME IN ('dara_topic', 'dara_entity') THEN 'slug' ELSE 'key' END;
    name text;
    redirect public.dara_redirect;
BEGIN
    IF identity = 'slug' THEN
        name := NEW.slug;
    ELSE
        name := NEW.key;
    END IF;
    SELECT * INTO redirect FROM public.dara_redirect AS r WHERE r.kind = ANY (TG_ARGV) AND r.old = name;
    IF FOUND THEN
        RAISE EXCEPTION '“%” was merged into “%”, where its address leads: use that one, or another name.', name, redirect.new
            USING ERRCODE = 'unique_violation', COLUMN = identity;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF slug ON public.dara_topic FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('topics');
CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF slug ON public.dara_entity FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('entities', 'groups');
CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF key ON public.dara_source FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('statements', 'endorsements', 'results', 'facts');
CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF key ON public.dara_statement FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('statements', 'endorsements', 'results', 'facts');
CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF key ON public.dara_endorsement FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('statements', 'endorsements', 'results', 'facts');
CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF key ON public.dara_electionresult FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('statements', 'endorsements', 'results', 'facts');
CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF key ON public.dara_candidacyfact FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('statements', 'endorsements', 'results', 'facts');
CREATE TRIGGER dara_name_was_not_merged AFTER INSERT OR UPDATE OF key ON public.dara_tombstone FOR EACH ROW
    EXECUTE FUNCTION public.dara_name_was_not_merged('statements', 'endorsements', 'results', 'facts');
