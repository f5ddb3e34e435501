-- Full-text search and the search for misspelt names.
--
-- PostgreSQL makes the search columns of the tables itself, in the configuration below, so that no signal and no reindexing is needed. A generated
-- column cannot follow a foreign key; what a record is found by besides its own words (names, its passage) is kept in `found_by` by triggers.

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE TEXT SEARCH CONFIGURATION public.dara_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.dara_english
    ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.english_stem;

-- A text in small letters without accents, as misspelt names are compared. unaccent() alone is not immutable: its dictionary could change.
CREATE FUNCTION public.dara_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, words))
$$;

-- Misspelt names are looked up by similarity to the names that are there.
CREATE INDEX entity_name_trigrams ON public.dara_entity USING gist (public.dara_plain(name) public.gist_trgm_ops);
CREATE INDEX topic_name_trigrams ON public.dara_topic USING gist (public.dara_plain(name) public.gist_trgm_ops);

-- `found_by`: what full-text search reads of a record besides its words.

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

-- When somebody's name changes, what is found by it is found by the new one.
CREATE FUNCTION public.dara_rename() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.dara_statement AS s SET found_by = '' WHERE s.speaker_id = NEW.id
        OR s.key IN (SELECT a.statement_id FROM public.dara_statementabout AS a WHERE a.entity_id = NEW.id);
    UPDATE public.dara_endorsement AS e SET found_by = '' WHERE e.endorser_id = NEW.id OR e.candidate_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_rename AFTER UPDATE OF name ON public.dara_entity FOR EACH ROW WHEN (OLD.name <> NEW.name)
    EXECUTE FUNCTION public.dara_rename();
