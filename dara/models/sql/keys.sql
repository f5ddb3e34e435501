-- Keys: each names one thing.
--
-- A key is a permalink. No two records have the same one, whatever their kinds, and the key of a record that was withdrawn is never given again.

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
