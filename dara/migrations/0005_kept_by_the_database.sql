-- Columns that the database keeps, whoever writes the row: what a record is found by, and of when it is.

-- 1. `found_by`: what full-text search reads of a record besides its words. A generated column cannot follow a foreign key; these triggers do.

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

-- Whom a statement is about, and its topics, are tables of their own; what changes there is a change of the statement.
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

-- Somebody has another name: what is found by it is found by the new one.
CREATE FUNCTION public.dara_rename() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.dara_statement AS s SET found_by = '' WHERE s.speaker_id = NEW.id
        OR s.key IN (SELECT a.statement_id FROM public.dara_statementabout AS a WHERE a.entity_id = NEW.id);
    UPDATE public.dara_endorsement AS e SET found_by = '' WHERE e.endorser_id = NEW.id OR e.candidate_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_rename AFTER UPDATE OF name ON public.dara_entity FOR EACH ROW WHEN (OLD.name <> NEW.name)
    EXECUTE FUNCTION public.dara_rename();

-- 2. `version`: a row that comes to say something else is of now. What is set on insert stays (a restored archive), and so does a version
-- that is set alone.

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

-- What is held already is found from now on, and keeps its version.
UPDATE public.dara_statement SET found_by = '';
UPDATE public.dara_endorsement SET found_by = '';

-- Misspelt names are looked for by their nearness to those held.
CREATE INDEX entity_name_trigrams ON public.dara_entity USING gist (public.dara_plain(name) public.gist_trgm_ops);
CREATE INDEX topic_name_trigrams ON public.dara_topic USING gist (public.dara_plain(name) public.gist_trgm_ops);

-- 3. What the public may read of the texts, as migration 0002 says, may be searched.

CREATE OR REPLACE VIEW public.dara_publicparagraph AS
SELECT p.id, p.source_id, p.number, p.start, p."end", p.body, p.search
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
