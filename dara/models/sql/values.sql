-- The values that a column takes: lists of choices, dates of known precision, inferences and translations.
--
-- These are constraints, so that SQL, COPY and record files are held to them as the forms are. Constraints that need no function of ours are
-- declared on the models.

-- A column with a list of choices takes no other value: forms are not the only way in.
ALTER TABLE public.dara_source
    ADD CONSTRAINT dara_source_kind_is_known
        CHECK (kind IN ('news article', 'press release', 'campaign page', 'social post', 'official results', 'other')),
    ADD CONSTRAINT dara_source_visibility_is_known CHECK (visibility IN ('full', 'excerpts'));
ALTER TABLE public.dara_entity ADD CONSTRAINT dara_entity_kind_is_known CHECK (kind IN ('person', 'organization', 'group'));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_stage_is_known CHECK (stage IN ('', 'primary', 'runoff', 'general'));
ALTER TABLE public.dara_statement
    ADD CONSTRAINT dara_statement_kind_is_known CHECK (kind IN ('quote', 'post', 'position', 'paraphrase', 'report'));
ALTER TABLE public.dara_endorsement
    ADD CONSTRAINT dara_endorsement_stance_is_known CHECK (stance IN ('endorses', 'supports', 'opposes', 'withdraws', 'funds')),
    ADD CONSTRAINT dara_endorsement_recipient_is_known
        CHECK (recipient IN ('', 'candidate''s committee', 'other committee', 'the race', 'not stated'));
ALTER TABLE public.dara_electionresult
    ADD CONSTRAINT dara_electionresult_status_is_known CHECK (status IN ('partial', 'certified', 'not stated'));
ALTER TABLE public.dara_candidacyfact
    ADD CONSTRAINT dara_candidacyfact_kind_is_known CHECK (kind IN ('running', 'incumbent', 'withdrew', 'conceded', 'outcome'));
ALTER TABLE public.dara_tombstone
    ADD CONSTRAINT dara_tombstone_kind_is_known CHECK (kind IN ('sources', 'statements', 'endorsements', 'results', 'facts')),
    ADD CONSTRAINT dara_tombstone_ground_is_known CHECK (ground IN ('error', 'rights', 'privacy', 'safety', 'legal'));
ALTER TABLE public.dara_withholding
    ADD CONSTRAINT dara_withholding_ground_is_known CHECK (ground IN ('error', 'rights', 'privacy', 'safety', 'legal'));
ALTER TABLE public.dara_redirect ADD CONSTRAINT dara_redirect_kind_is_known
    CHECK (kind IN ('topics', 'entities', 'groups', 'statements', 'endorsements', 'results', 'facts'));

-- A date is a year, a year and month, or a real day of the calendar.
CREATE FUNCTION public.dara_is_a_date(value text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN value !~ '^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$' OR left(value, 4) = '0000' THEN false
        WHEN length(value) < 10 THEN true
        -- the month's last day, reckoned as the day before the next month's first
        ELSE substr(value, 9)::integer <= extract(day FROM make_date(substr(value, 1, 4)::integer, substr(value, 6, 2)::integer, 1)
            + interval '1 month' - interval '1 day')
    END
$$;

ALTER TABLE public.dara_source
    ADD CONSTRAINT dara_source_published_on_is_a_date CHECK (public.dara_is_a_date(published_on)),
    ADD CONSTRAINT dara_source_captured_on_is_a_date CHECK (public.dara_is_a_date(captured_on));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_held_on_is_a_date CHECK (public.dara_is_a_date(held_on));
ALTER TABLE public.dara_statement ADD CONSTRAINT dara_statement_said_on_is_a_date CHECK (public.dara_is_a_date(said_on));
ALTER TABLE public.dara_endorsement ADD CONSTRAINT dara_endorsement_stated_on_is_a_date CHECK (public.dara_is_a_date(stated_on));
ALTER TABLE public.dara_electionresult ADD CONSTRAINT dara_electionresult_as_of_is_a_date CHECK (public.dara_is_a_date(as_of));
ALTER TABLE public.dara_candidacyfact ADD CONSTRAINT dara_candidacyfact_occurred_on_is_a_date CHECK (public.dara_is_a_date(occurred_on));

-- `inferred` is an object of texts.
CREATE FUNCTION public.dara_is_inferred(value jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_typeof(value) = 'object' AND NOT jsonb_path_exists(value, '$.* ? (@.type() != "string" || @ == "")');
END $$;

ALTER TABLE public.dara_source ADD CONSTRAINT dara_source_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_election ADD CONSTRAINT dara_election_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_statement ADD CONSTRAINT dara_statement_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_endorsement ADD CONSTRAINT dara_endorsement_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_electionresult ADD CONSTRAINT dara_electionresult_inferred_is_texts CHECK (public.dara_is_inferred(inferred));
ALTER TABLE public.dara_candidacyfact ADD CONSTRAINT dara_candidacyfact_inferred_is_texts CHECK (public.dara_is_inferred(inferred));

-- Translations map language → field → words, and for `inferred` field → basis.
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
ALTER TABLE public.dara_withholding ADD CONSTRAINT dara_withholding_translations_are_texts CHECK (public.dara_is_translations(translations));
