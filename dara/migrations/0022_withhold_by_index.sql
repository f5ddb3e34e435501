CREATE OR REPLACE FUNCTION public.dara_withhold() RETURNS trigger LANGUAGE plpgsql
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
