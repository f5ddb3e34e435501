-- `version`: when a record came to say what it says.
--
-- A row that changes gets the time of the transaction. A version that is set on insert stays (a restored archive), and so does one that is set alone.

CREATE FUNCTION public.dara_keep_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- generated columns are made later: they say nothing here
    IF to_jsonb(NEW) - '{version,found_by,search,wording,place,place_by_date}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{version,found_by,search,wording,place,place_by_date}'::text[] THEN
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
