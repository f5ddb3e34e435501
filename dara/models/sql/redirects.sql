-- Redirects: the addresses of what was merged.
--
-- The old name leads to the new one in one step, and is never given to anything else.

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
