-- Withholding: words that the public may not read.
--
-- No passage touches withheld words, and words that a passage touches cannot be withheld. Two sessions cannot pass each other: whoever adds a
-- passage locks its source's row, and whoever withholds words changes it. The texts themselves stay as they are; the public reads a table in which
-- what is withheld is masked (public_paragraphs.sql).

-- No passage, and so no record, touches withheld words.
CREATE FUNCTION public.dara_passages_are_not_withheld() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place record;
BEGIN
    PERFORM public.dara_lock_sources(array_agg(DISTINCT a.source_id::text)) FROM added AS a;
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
CREATE FUNCTION public.dara_withhold() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$ -- one row is enough: that is no reason to read all passages until it comes
DECLARE
    held record;
BEGIN
    PERFORM public.dara_lock_sources(ARRAY[NEW.source_id::text]);
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
