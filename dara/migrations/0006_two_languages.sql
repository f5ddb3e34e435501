-- Translations of the archive's own words: language → field → words, and of `inferred` field → basis. Whatever the way in, pages can read them.

CREATE FUNCTION public.dara_is_translations(value jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF jsonb_typeof(value) <> 'object' OR jsonb_path_exists(value, 'strict $.* ? (@.type() != "object")') THEN
        RETURN false;
    END IF;
    RETURN NOT jsonb_path_exists(value, '$.*.keyvalue() ? (@.key == "inferred" && @.value.type() != "object")')
        AND NOT jsonb_path_exists(value, '$.*.keyvalue() ? (@.key != "inferred" && (@.value.type() != "string" || @.value == ""))')
        AND NOT jsonb_path_exists(value, 'strict $.*.keyvalue() ? (@.key == "inferred").value.* ? (@.type() != "string" || @ == "")');
END $$;

ALTER TABLE public.dara_topic ADD CONSTRAINT dara_topic_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_entity ADD CONSTRAINT dara_entity_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_race ADD CONSTRAINT dara_race_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_source ADD CONSTRAINT dara_source_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_utterance ADD CONSTRAINT dara_utterance_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_statement ADD CONSTRAINT dara_statement_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_endorsement ADD CONSTRAINT dara_endorsement_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_electionresult ADD CONSTRAINT dara_electionresult_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_candidacyfact ADD CONSTRAINT dara_candidacyfact_translations_are_texts CHECK (public.dara_is_translations(translations));
ALTER TABLE public.dara_tombstone ADD CONSTRAINT dara_tombstone_translations_are_texts CHECK (public.dara_is_translations(translations));
