-- The evidence chain, held by the database: original bytes → canonical text → paragraphs → passage → record.
--
-- Plain triggers and constraints, so that psql, COPY, the shell and the admin are all held to them. No session setting of an ordinary role
-- switches them off: every name is schema-qualified, and each function pins its search_path, so that no look-alike table or operator comes in.
-- What they cannot see (TRUNCATE, a superuser with triggers off, DDL) `verify_archive` finds.
-- Refusals have SQLSTATE 23xxx, integrity errors to every client.

-- 1. Append-only: originals, texts and paragraphs refuse UPDATE and DELETE, passages UPDATE.

CREATE FUNCTION public.dara_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_original FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('an original is kept as received; a later capture is a new source');
CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_sourcetext FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('a text is what its extractor made of the original');
CREATE TRIGGER dara_append_only BEFORE UPDATE OR DELETE ON public.dara_paragraph FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('paragraphs are the text, cut by the database');
CREATE TRIGGER dara_append_only BEFORE UPDATE ON public.dara_passage FOR EACH ROW
    EXECUTE FUNCTION public.dara_refuse('a passage is never changed; point the record to another one');

-- 2. An original's bytes have the checksum that its source declares.

ALTER TABLE public.dara_original ADD CONSTRAINT dara_original_has_its_sources_checksum
    FOREIGN KEY (source_id, sha256) REFERENCES public.dara_source (key, sha256);

-- 3. A text is cut into paragraphs as it is stored: each line with the newlines after it, so that the paragraphs, joined, are the text.

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
            USING ERRCODE = 'check_violation', HINT = 'Store the text; the database cuts it.';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_paragraphs_are_the_text AFTER INSERT ON public.dara_paragraph REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_paragraphs_are_the_text();

-- 4. A passage is, to the letter, what its source's text says at [start:end], in code points.

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
        RAISE EXCEPTION 'Source % has no text at % to %.', NEW.source_id, NEW.start, NEW."end" USING ERRCODE = 'check_violation';
    END IF;
    words := substr(words, NEW.start - offset_of_words + 1, NEW."end" - NEW.start);
    IF NEW.exact IS DISTINCT FROM words COLLATE "C" OR char_length(NEW.exact) <> NEW."end" - NEW.start THEN
        RAISE EXCEPTION 'The passage is not what source % says at % to %: expected “%”, the text says “%”.',
            NEW.source_id, NEW.start, NEW."end", left(NEW.exact, 200), left(words, 200) USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_passage_is_in_the_text BEFORE INSERT ON public.dara_passage FOR EACH ROW
    EXECUTE FUNCTION public.dara_passage_is_in_the_text();

-- 5. A record's words stand in its passage, whole words only.

-- Whether the place after the first `at` characters of `words` lies inside a word: between two letters or digits, or beside an apostrophe or
-- hyphen that joins two (can’t, non-violent), or inside a number (53.72, 790,000). By code point, so that the answer is the same under
-- every locale; scripts beyond U+1FFF, which may write without spaces, have no boundaries to keep.
CREATE FUNCTION public.dara_inside_a_word(words text, at integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text := substr(words, greatest(at - 1, 1), least(at, 2)); -- the one or two characters before the place
    after text := substr(words, at + 1, 2);
    letter CONSTANT text := '[0-9A-Za-z_\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF]';
BEGIN
    RETURN (before || '|' || after) ~ (
        letter || '\|' || letter
        || '|' || letter || '\|[''’‐‑-]' || letter || '|' || letter || '[''’‐‑-]\|' || letter
        || '|[0-9]\|[.,][0-9]|[0-9][.,]\|[0-9]');
END $$;

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

-- Fails unless each of the named `values` that is not empty stands in the passage.
CREATE FUNCTION public.dara_words_are_in_passage(passage bigint, names text[], quoted text[]) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    exact text := (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = passage);
BEGIN
    FOR i IN 1 .. cardinality(names) LOOP
        IF quoted[i] <> '' AND public.dara_end_of_piece(exact, quoted[i], 0) IS NULL THEN
            RAISE EXCEPTION 'The % “%” is not in the passage “%”.', names[i], quoted[i], left(exact, 200) USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
END $$;

-- Fails when `entity` is a group that another source than the passage's describes: “several elected officials” of two stories are two groups.
CREATE FUNCTION public.dara_group_is_of_the_source(entity bigint, passage bigint) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.dara_entity AS e, public.dara_passage AS p
        WHERE e.id = entity AND p.id = passage AND e.source_id <> p.source_id
    ) THEN
        RAISE EXCEPTION 'The group belongs to another source than the passage.' USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION public.dara_statement_is_in_its_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    passage public.dara_passage;
    outer_passage public.dara_passage;
    piece text;
    at integer := 0;
BEGIN
    SELECT * INTO passage FROM public.dara_passage AS p WHERE p.id = NEW.passage_id;
    IF cardinality(NEW.pieces) = 0 THEN
        RAISE EXCEPTION 'Statement % has no words.', NEW.key USING ERRCODE = 'check_violation';
    END IF;
    FOREACH piece IN ARRAY NEW.pieces LOOP
        at := CASE WHEN btrim(piece) <> '' THEN public.dara_end_of_piece(passage.exact, piece, at) END;
        IF at IS NULL THEN
            RAISE EXCEPTION 'Statement %: the piece “%” is not in its passage, at word boundaries and after the pieces before it. The passage says “%”.',
                NEW.key, left(piece, 200), left(passage.exact, 300) USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    NEW.text := array_to_string(NEW.pieces, ' … ');
    PERFORM public.dara_group_is_of_the_source(NEW.speaker_id, NEW.passage_id);
    IF NEW.within_id IS NOT NULL THEN
        SELECT p.* INTO outer_passage FROM public.dara_passage AS p
            JOIN public.dara_statement AS s ON s.passage_id = p.id WHERE s.key = NEW.within_id;
        IF outer_passage.source_id <> passage.source_id OR outer_passage.start > passage.start OR outer_passage."end" < passage."end" THEN
            RAISE EXCEPTION 'Statement % is not quoted in %: its passage lies outside of that one''s.', NEW.key, NEW.within_id
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            WITH RECURSIVE chain (key) AS (
                SELECT NEW.within_id
                UNION SELECT s.within_id FROM public.dara_statement AS s JOIN chain ON s.key = chain.key
            ) SELECT FROM chain WHERE chain.key = NEW.key
        ) THEN
            RAISE EXCEPTION 'Statement % would be quoted in itself.', NEW.key USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_statement_is_in_its_passage BEFORE INSERT OR UPDATE ON public.dara_statement FOR EACH ROW
    EXECUTE FUNCTION public.dara_statement_is_in_its_passage();

-- The numbers that `words` state in figures, “1.5 million” as 1500000 where `scaled`, in order. Numbers in words are none.
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

-- Fails unless `number` is null or what `stated` says in figures; figures alone count, so “half a million” is taken as it is.
CREATE FUNCTION public.dara_number_is_as_stated(name text, number numeric, stated text) RETURNS void LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF number IS NOT NULL AND stated = '' THEN
        RAISE EXCEPTION 'The % % has no words of the source: state them as they stand in the passage.', name, number USING ERRCODE = 'check_violation';
    END IF;
    IF number IS NOT NULL AND stated ~ '[0-9]' AND number <> ALL (public.dara_numbers(stated, true)) THEN
        RAISE EXCEPTION 'The % % is not what the source states: “%”.', name, number, stated USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION public.dara_endorsement_is_in_its_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.dara_number_is_as_stated('amount', NEW.amount, NEW.amount_as_stated);
    PERFORM public.dara_words_are_in_passage(NEW.passage_id, ARRAY['verb', 'amount', 'purpose'],
        ARRAY[NEW.verb, NEW.amount_as_stated, NEW.purpose]);
    PERFORM public.dara_group_is_of_the_source(NEW.endorser_id, NEW.passage_id);
    RETURN NEW;
END $$;

CREATE TRIGGER dara_endorsement_is_in_its_passage BEFORE INSERT OR UPDATE ON public.dara_endorsement FOR EACH ROW
    EXECUTE FUNCTION public.dara_endorsement_is_in_its_passage();

CREATE FUNCTION public.dara_result_is_in_its_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    exact text := (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = NEW.passage_id);
BEGIN
    IF NEW.percent <> ALL (public.dara_numbers(exact, false)) THEN
        RAISE EXCEPTION 'The percentage % is not in the passage “%”.', trim_scale(NEW.percent), left(exact, 200) USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.votes <> ALL (public.dara_numbers(exact, true)) THEN
        RAISE EXCEPTION 'The number of votes % is not in the passage “%”.', NEW.votes, left(exact, 200) USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'certified' AND exact !~* 'certif' AND NOT NEW.inferred ? 'status' THEN
        RAISE EXCEPTION 'The passage does not say that the count is certified; where another part of the source does, say so in “inferred”.'
            USING ERRCODE = 'check_violation';
    END IF;
    PERFORM public.dara_number_is_as_stated('number of ballots out', NEW.ballots_out, NEW.ballots_out_as_stated);
    PERFORM public.dara_words_are_in_passage(NEW.passage_id, ARRAY['qualifier', 'number of ballots out'],
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

-- 7. A date is a year, a year and month, or a real day.

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

-- 8. What the public may read of the texts: all of a `full` source; of an `excerpts` source the paragraphs that hold evidence, and their neighbours.

CREATE VIEW public.dara_publicparagraph AS
SELECT p.id, p.source_id, p.number, p.start, p."end", p.body
FROM public.dara_paragraph AS p
JOIN public.dara_source AS s ON s.key = p.source_id
WHERE s.visibility = 'full' OR EXISTS (
    SELECT FROM public.dara_passage AS g
    WHERE g.source_id = p.source_id AND g.last_paragraph >= p.number - 1 AND g.first_paragraph <= p.number + 1
        AND (EXISTS (SELECT FROM public.dara_statement AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_endorsement AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_electionresult AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_candidacyfact AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_election AS r WHERE r.passage_id = g.id)));
