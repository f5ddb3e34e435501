-- The evidence chain: original bytes → canonical text → paragraphs → passage → record.
--
-- No record exists without a passage, and a passage is, to the letter, what its source's text says at that place. The database checks this on
-- every write, so that psql, COPY, the shell and the admin are all held to it. These are plain triggers and constraints, which no session setting
-- of an ordinary role switches off: every name is schema-qualified, and each function pins its search_path, so that no look-alike table or operator
-- comes in. What they cannot see (a superuser with triggers off, DDL, a damaged disk) `verify_archive` finds, changed rules included.
--
-- Refusals have an SQLSTATE of class 23, which every client treats as an integrity error, and name the column that they are about.

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

-- Texts are cut into paragraphs as they are stored: each line with the newlines after it, so that the paragraphs, joined, are the text.
CREATE FUNCTION public.dara_cut_paragraphs() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.dara_paragraph (source_id, number, start, "end", body)
    SELECT t.source_id, cut.n, cut.upto - char_length(cut.line), cut.upto, cut.line
    FROM texts AS t CROSS JOIN LATERAL (
        SELECT n, m[1] AS line, sum(char_length(m[1])) OVER (ORDER BY n) AS upto
        FROM regexp_matches(t.body, '[^\n]*\n+|[^\n]+', 'g') WITH ORDINALITY AS lines (m, n)
    ) AS cut;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_cut_paragraphs AFTER INSERT ON public.dara_sourcetext REFERENCING NEW TABLE AS texts FOR EACH STATEMENT
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
    IF NEW.area <> '' AND NOT NEW.inferred ? 'area' AND public.dara_end_of_piece(exact, NEW.area, 0) IS NULL THEN
        RAISE EXCEPTION 'The area “%” is not in the passage; where another part of the source names it, say so in “inferred”.', NEW.area
            USING ERRCODE = 'check_violation', COLUMN = 'area';
    END IF;
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
