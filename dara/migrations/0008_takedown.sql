-- Words that are withheld from the public, and replies.
--
-- No passage, and so no record, touches a withheld span; of the texts the public reads a view that masks it.

-- 1. A passage over withheld words is refused, and withholding words that a passage stands on. Two sessions cannot pass each other: whoever
-- adds a passage shares its source's row, and whoever withholds words changes it.

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
            place.source_id, place.start, place."end" USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_passages_are_not_withheld AFTER INSERT ON public.dara_passage REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_passages_are_not_withheld();

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
        RAISE EXCEPTION 'Source % has no text at % to %.', NEW.source_id, NEW.start, NEW."end" USING ERRCODE = 'check_violation';
    END IF;
    SELECT g.start, g."end" INTO held FROM public.dara_passage AS g
    WHERE g.source_id = NEW.source_id AND (NEW.start IS NULL OR (g.start < NEW."end" AND g."end" > NEW.start)) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Source % has a passage at % to %, which touches the words to be withheld: withdraw what rests on it first.',
            NEW.source_id, held.start, held."end" USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_withhold BEFORE INSERT ON public.dara_withholding FOR EACH ROW EXECUTE FUNCTION public.dara_withhold();

CREATE TRIGGER dara_span_stays BEFORE UPDATE ON public.dara_withholding FOR EACH ROW
    WHEN (ROW(OLD.key, OLD.source_id, OLD.start, OLD."end") IS DISTINCT FROM ROW(NEW.key, NEW.source_id, NEW.start, NEW."end"))
    EXECUTE FUNCTION public.dara_refuse('what is withheld stays the same words; withhold others under another key, then lift this one');

-- Its source's page says something else when it is lifted, or its ground is corrected.
CREATE FUNCTION public.dara_touch_source() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.dara_source AS s SET version = now() WHERE s.key = OLD.source_id;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_touch_source AFTER UPDATE OR DELETE ON public.dara_withholding FOR EACH ROW
    EXECUTE FUNCTION public.dara_touch_source();

ALTER TABLE public.dara_withholding
    ADD CONSTRAINT dara_withholding_ground_is_known CHECK (ground IN ('error', 'rights', 'privacy', 'safety', 'legal')),
    ADD CONSTRAINT dara_withholding_translations_are_texts CHECK (public.dara_is_translations(translations));

-- 2. A reply answers something that is there, or that was withdrawn.

CREATE FUNCTION public.dara_reply_answers_something() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.kind = 'sources' AND NEW.key = NEW.source_id THEN
        RAISE EXCEPTION 'Source % would be a reply to itself.', NEW.source_id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT (EXISTS (SELECT FROM public.dara_tombstone AS x WHERE x.key = NEW.key AND x.kind = NEW.kind)
        OR NEW.kind = 'sources' AND EXISTS (SELECT FROM public.dara_source AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'statements' AND EXISTS (SELECT FROM public.dara_statement AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'endorsements' AND EXISTS (SELECT FROM public.dara_endorsement AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'results' AND EXISTS (SELECT FROM public.dara_electionresult AS x WHERE x.key = NEW.key)
        OR NEW.kind = 'facts' AND EXISTS (SELECT FROM public.dara_candidacyfact AS x WHERE x.key = NEW.key))
    THEN
        RAISE EXCEPTION 'There is nothing that the reply could answer: no % has the key %.', NEW.kind, NEW.key USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dara_reply_answers_something BEFORE INSERT OR UPDATE ON public.dara_reply FOR EACH ROW
    EXECUTE FUNCTION public.dara_reply_answers_something();

-- 3. What the public may read of the texts: as migration 0005 says, without what is withheld.

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

-- Two parts, so that a search still asks the index of the paragraphs: those that nothing of is withheld, and the few others, with what their
-- words are found by made of what is left of them. Of a text that is withheld as a whole, no paragraph is shown.
CREATE OR REPLACE VIEW public.dara_publicparagraph AS
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
