-- Replies: a source that was archived because it answers a record or another source.
--
-- A reply answers something that exists or that was withdrawn.

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
