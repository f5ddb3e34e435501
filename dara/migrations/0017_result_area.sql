-- Rules about the area of a count as they were when this migration was written, frozen. Those in force are in models/sql/.

SELECT public.dara_write_with('public.dara_electionresult'); -- so that the history remembers the new column

-- From models/sql/evidence.sql: the words for an area are in the passage, or else “inferred” says where they stand.

CREATE OR REPLACE FUNCTION public.dara_result_is_in_its_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    exact text := (SELECT p.exact FROM public.dara_passage AS p WHERE p.id = NEW.passage_id);
BEGIN
    IF NEW.percent <> ALL (public.dara_numbers(exact, false)) THEN
        RAISE EXCEPTION 'The percentage % is not in the passage “%”.', trim_scale(NEW.percent), left(exact, 200)
            USING ERRCODE = 'check_violation', COLUMN = 'percent';
    END IF;
    IF NEW.votes <> ALL (public.dara_numbers(exact, true)) THEN
        RAISE EXCEPTION 'The number of votes % is not in the passage “%”.', NEW.votes, left(exact, 200)
            USING ERRCODE = 'check_violation', COLUMN = 'votes';
    END IF;
    IF NEW.status = 'certified' AND exact !~* 'certif' AND NOT NEW.inferred ? 'status' THEN
        RAISE EXCEPTION 'The passage does not say that the count is certified; where another part of the source does, say so in “inferred”.'
            USING ERRCODE = 'check_violation', COLUMN = 'status';
    END IF;
    PERFORM public.dara_number_is_as_stated('ballots_out', 'number of ballots out', NEW.ballots_out, NEW.ballots_out_as_stated);
    PERFORM public.dara_words_are_in_passage(NEW.passage_id, ARRAY['qualifier', 'ballots_out_as_stated'], ARRAY['qualifier', 'number of ballots out'],
        ARRAY[NEW.qualifier, NEW.ballots_out_as_stated]);
    IF NEW.area <> '' AND NOT NEW.inferred ? 'area' AND public.dara_end_of_piece(exact, NEW.area, 0) IS NULL THEN
        RAISE EXCEPTION 'The area “%” is not in the passage; where another part of the source names it, say so in “inferred”.', NEW.area
            USING ERRCODE = 'check_violation', COLUMN = 'area';
    END IF;
    RETURN NEW;
END $$;

-- From models/sql/corrections.sql: the public log tells of a corrected area.

-- Every branch has the same types, to the collation: else PostgreSQL makes `changes` of each row to number the rows of a page.
CREATE OR REPLACE VIEW public.dara_correction AS
SELECT e.pgh_id AS number, 'statements'::text AS kind, r.key::text AS record, e.pgh_created_at AS changed_at, to_jsonb(array_remove(ARRAY[
        public.dara_changed('kind', b.kind, e.kind, b.kind, e.kind),
        public.dara_changed('pieces', b.pieces, e.pieces, public.dara_shown_pieces(p.source_id, b.pieces), public.dara_shown_pieces(p.source_id, e.pieces)),
        public.dara_changed('passage', b.passage_id, e.passage_id, public.dara_shown_passage(b.passage_id), public.dara_shown_passage(e.passage_id)),
        public.dara_changed('speaker', b.speaker_id, e.speaker_id, public.dara_shown_entity(b.speaker_id), public.dara_shown_entity(e.speaker_id)),
        public.dara_changed('speaker_as_named', b.speaker_as_named, e.speaker_as_named, public.dara_shown_words(p.source_id, b.speaker_as_named), public.dara_shown_words(p.source_id, e.speaker_as_named)),
        public.dara_changed('within', b.within_id, e.within_id, (SELECT s.key FROM public.dara_statement AS s WHERE s.key = b.within_id), (SELECT s.key FROM public.dara_statement AS s WHERE s.key = e.within_id)),
        public.dara_changed('said_on', b.said_on, e.said_on, b.said_on, e.said_on),
        public.dara_changed('utterance', b.utterance_id, e.utterance_id, NULL, NULL),
        public.dara_changed('summary', b.summary, e.summary, NULL, NULL),
        public.dara_changed('note', b.note, e.note, NULL, NULL),
        public.dara_changed('inferred', b.inferred, e.inferred, NULL, NULL),
        public.dara_changed('translations', b.translations, e.translations, NULL, NULL),
        ( -- each link by its last event before, and by its last one at the end
            SELECT public.dara_changed_links('topics', l.was, l.now, public.dara_shown_topics(l.was, l.now), public.dara_shown_topics(l.now, l.was))
            FROM (
                SELECT coalesce(array_agg(each.was) FILTER (WHERE each.was IS NOT NULL), '{}') AS was,
                    coalesce(array_agg(each.now) FILTER (WHERE each.now IS NOT NULL), '{}') AS now
                FROM (
                    SELECT (array_agg(v.topic_id ORDER BY v.pgh_id DESC) FILTER (WHERE NOT v.here))[1] AS was,
                        (array_agg(v.topic_id ORDER BY v.pgh_id DESC))[1] AS now
                    FROM (
                        SELECT x.pgh_obj_id, x.pgh_id, (x.pgh_transaction, x.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at) AS here,
                            CASE WHEN x.pgh_label <> 'delete' AND x.statement_id = e.key THEN x.topic_id END AS topic_id
                        FROM public.dara_statementtopicevent AS x
                        WHERE x.pgh_obj_id IN (SELECT mine.pgh_obj_id FROM public.dara_statementtopicevent AS mine WHERE mine.statement_id = e.key)
                    ) AS v WHERE v.here OR v.pgh_id < e.pgh_id GROUP BY v.pgh_obj_id
                ) AS each
            ) AS l
        ),
        ( -- each link by its last event before, and by its last one at the end
            SELECT public.dara_changed_links('about', l.was, l.now, public.dara_shown_entities(l.was, l.now), public.dara_shown_entities(l.now, l.was))
            FROM (
                SELECT coalesce(array_agg(each.was) FILTER (WHERE each.was IS NOT NULL), '{}') AS was,
                    coalesce(array_agg(each.now) FILTER (WHERE each.now IS NOT NULL), '{}') AS now
                FROM (
                    SELECT (array_agg(v.entity_id ORDER BY v.pgh_id DESC) FILTER (WHERE NOT v.here))[1] AS was,
                        (array_agg(v.entity_id ORDER BY v.pgh_id DESC))[1] AS now
                    FROM (
                        SELECT x.pgh_obj_id, x.pgh_id, (x.pgh_transaction, x.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at) AS here,
                            CASE WHEN x.pgh_label <> 'delete' AND x.statement_id = e.key THEN x.entity_id END AS entity_id
                        FROM public.dara_statementaboutevent AS x
                        WHERE x.pgh_obj_id IN (SELECT mine.pgh_obj_id FROM public.dara_statementaboutevent AS mine WHERE mine.statement_id = e.key)
                    ) AS v WHERE v.here OR v.pgh_id < e.pgh_id GROUP BY v.pgh_obj_id
                ) AS each
            ) AS l
        )
    ], NULL)) AS changes
FROM public.dara_statementevent AS e JOIN public.dara_statement AS r ON r.key = e.pgh_obj_id
JOIN public.dara_passage AS p ON p.id = r.passage_id
CROSS JOIN LATERAL (
    SELECT before.* FROM public.dara_statementevent AS before WHERE before.pgh_obj_id = e.pgh_obj_id AND before.pgh_id < e.pgh_id
        AND (before.pgh_transaction, before.pgh_created_at) <> (e.pgh_transaction, e.pgh_created_at)
    ORDER BY before.pgh_id DESC LIMIT 1
) AS b
WHERE e.pgh_label = 'update' AND b.pgh_label <> 'delete'
    AND NOT EXISTS (SELECT FROM public.dara_statementevent AS later WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
        AND (later.pgh_transaction, later.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at))
    AND b.version <> e.version -- whatever changes, its version does
UNION ALL
SELECT e.pgh_id AS number, 'endorsements'::text AS kind, r.key::text AS record, e.pgh_created_at AS changed_at, to_jsonb(array_remove(ARRAY[
        public.dara_changed('passage', b.passage_id, e.passage_id, public.dara_shown_passage(b.passage_id), public.dara_shown_passage(e.passage_id)),
        public.dara_changed('endorser', b.endorser_id, e.endorser_id, public.dara_shown_entity(b.endorser_id), public.dara_shown_entity(e.endorser_id)),
        public.dara_changed('endorser_as_named', b.endorser_as_named, e.endorser_as_named, public.dara_shown_words(p.source_id, b.endorser_as_named), public.dara_shown_words(p.source_id, e.endorser_as_named)),
        public.dara_changed('candidate', b.candidate_id, e.candidate_id, public.dara_shown_entity(b.candidate_id), public.dara_shown_entity(e.candidate_id)),
        public.dara_changed('race', b.race_id, e.race_id, public.dara_shown_race(b.race_id), public.dara_shown_race(e.race_id)),
        public.dara_changed('election', b.election_id, e.election_id, public.dara_shown_election(b.election_id), public.dara_shown_election(e.election_id)),
        public.dara_changed('stance', b.stance, e.stance, b.stance, e.stance),
        public.dara_changed('verb', b.verb, e.verb, public.dara_shown_words(p.source_id, b.verb), public.dara_shown_words(p.source_id, e.verb)),
        public.dara_changed('stated_on', b.stated_on, e.stated_on, b.stated_on, e.stated_on),
        public.dara_changed('within', b.within_id, e.within_id, (SELECT s.key FROM public.dara_statement AS s WHERE s.key = b.within_id), (SELECT s.key FROM public.dara_statement AS s WHERE s.key = e.within_id)),
        public.dara_changed('amount', b.amount, e.amount, b.amount::text, e.amount::text),
        public.dara_changed('amount_as_stated', b.amount_as_stated, e.amount_as_stated, public.dara_shown_words(p.source_id, b.amount_as_stated), public.dara_shown_words(p.source_id, e.amount_as_stated)),
        public.dara_changed('recipient', b.recipient, e.recipient, b.recipient, e.recipient),
        public.dara_changed('purpose', b.purpose, e.purpose, public.dara_shown_words(p.source_id, b.purpose), public.dara_shown_words(p.source_id, e.purpose)),
        public.dara_changed('summary', b.summary, e.summary, NULL, NULL),
        public.dara_changed('note', b.note, e.note, NULL, NULL),
        public.dara_changed('inferred', b.inferred, e.inferred, NULL, NULL),
        public.dara_changed('translations', b.translations, e.translations, NULL, NULL)
    ], NULL)) AS changes
FROM public.dara_endorsementevent AS e JOIN public.dara_endorsement AS r ON r.key = e.pgh_obj_id
JOIN public.dara_passage AS p ON p.id = r.passage_id
CROSS JOIN LATERAL (
    SELECT before.* FROM public.dara_endorsementevent AS before WHERE before.pgh_obj_id = e.pgh_obj_id AND before.pgh_id < e.pgh_id
        AND (before.pgh_transaction, before.pgh_created_at) <> (e.pgh_transaction, e.pgh_created_at)
    ORDER BY before.pgh_id DESC LIMIT 1
) AS b
WHERE e.pgh_label = 'update' AND b.pgh_label <> 'delete'
    AND NOT EXISTS (SELECT FROM public.dara_endorsementevent AS later WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
        AND (later.pgh_transaction, later.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at))
    AND b.version <> e.version -- whatever changes, its version does
UNION ALL
SELECT e.pgh_id AS number, 'results'::text AS kind, r.key::text AS record, e.pgh_created_at AS changed_at, to_jsonb(array_remove(ARRAY[
        public.dara_changed('passage', b.passage_id, e.passage_id, public.dara_shown_passage(b.passage_id), public.dara_shown_passage(e.passage_id)),
        public.dara_changed('candidate', b.candidate_id, e.candidate_id, public.dara_shown_entity(b.candidate_id), public.dara_shown_entity(e.candidate_id)),
        public.dara_changed('election', b.election_id, e.election_id, public.dara_shown_election(b.election_id), public.dara_shown_election(e.election_id)),
        public.dara_changed('area', b.area, e.area, public.dara_shown_words(p.source_id, b.area), public.dara_shown_words(p.source_id, e.area)),
        public.dara_changed('percent', b.percent, e.percent, b.percent::text, e.percent::text),
        public.dara_changed('votes', b.votes, e.votes, b.votes::text, e.votes::text),
        public.dara_changed('qualifier', b.qualifier, e.qualifier, public.dara_shown_words(p.source_id, b.qualifier), public.dara_shown_words(p.source_id, e.qualifier)),
        public.dara_changed('status', b.status, e.status, b.status, e.status),
        public.dara_changed('as_of', b.as_of, e.as_of, b.as_of, e.as_of),
        public.dara_changed('authority', b.authority_id, e.authority_id, public.dara_shown_entity(b.authority_id), public.dara_shown_entity(e.authority_id)),
        public.dara_changed('ballots_out', b.ballots_out, e.ballots_out, b.ballots_out::text, e.ballots_out::text),
        public.dara_changed('ballots_out_as_stated', b.ballots_out_as_stated, e.ballots_out_as_stated, public.dara_shown_words(p.source_id, b.ballots_out_as_stated), public.dara_shown_words(p.source_id, e.ballots_out_as_stated)),
        public.dara_changed('ballots_out_authority', b.ballots_out_authority_id, e.ballots_out_authority_id, public.dara_shown_entity(b.ballots_out_authority_id), public.dara_shown_entity(e.ballots_out_authority_id)),
        public.dara_changed('summary', b.summary, e.summary, NULL, NULL),
        public.dara_changed('note', b.note, e.note, NULL, NULL),
        public.dara_changed('inferred', b.inferred, e.inferred, NULL, NULL),
        public.dara_changed('translations', b.translations, e.translations, NULL, NULL)
    ], NULL)) AS changes
FROM public.dara_electionresultevent AS e JOIN public.dara_electionresult AS r ON r.key = e.pgh_obj_id
JOIN public.dara_passage AS p ON p.id = r.passage_id
CROSS JOIN LATERAL (
    SELECT before.* FROM public.dara_electionresultevent AS before WHERE before.pgh_obj_id = e.pgh_obj_id AND before.pgh_id < e.pgh_id
        AND (before.pgh_transaction, before.pgh_created_at) <> (e.pgh_transaction, e.pgh_created_at)
    ORDER BY before.pgh_id DESC LIMIT 1
) AS b
WHERE e.pgh_label = 'update' AND b.pgh_label <> 'delete'
    AND NOT EXISTS (SELECT FROM public.dara_electionresultevent AS later WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
        AND (later.pgh_transaction, later.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at))
    AND b.version <> e.version -- whatever changes, its version does
UNION ALL
SELECT e.pgh_id AS number, 'facts'::text AS kind, r.key::text AS record, e.pgh_created_at AS changed_at, to_jsonb(array_remove(ARRAY[
        public.dara_changed('passage', b.passage_id, e.passage_id, public.dara_shown_passage(b.passage_id), public.dara_shown_passage(e.passage_id)),
        public.dara_changed('candidate', b.candidate_id, e.candidate_id, public.dara_shown_entity(b.candidate_id), public.dara_shown_entity(e.candidate_id)),
        public.dara_changed('race', b.race_id, e.race_id, public.dara_shown_race(b.race_id), public.dara_shown_race(e.race_id)),
        public.dara_changed('election', b.election_id, e.election_id, public.dara_shown_election(b.election_id), public.dara_shown_election(e.election_id)),
        public.dara_changed('kind', b.kind, e.kind, b.kind, e.kind),
        public.dara_changed('occurred_on', b.occurred_on, e.occurred_on, b.occurred_on, e.occurred_on),
        public.dara_changed('summary', b.summary, e.summary, NULL, NULL),
        public.dara_changed('note', b.note, e.note, NULL, NULL),
        public.dara_changed('inferred', b.inferred, e.inferred, NULL, NULL),
        public.dara_changed('translations', b.translations, e.translations, NULL, NULL)
    ], NULL)) AS changes
FROM public.dara_candidacyfactevent AS e JOIN public.dara_candidacyfact AS r ON r.key = e.pgh_obj_id
CROSS JOIN LATERAL (
    SELECT before.* FROM public.dara_candidacyfactevent AS before WHERE before.pgh_obj_id = e.pgh_obj_id AND before.pgh_id < e.pgh_id
        AND (before.pgh_transaction, before.pgh_created_at) <> (e.pgh_transaction, e.pgh_created_at)
    ORDER BY before.pgh_id DESC LIMIT 1
) AS b
WHERE e.pgh_label = 'update' AND b.pgh_label <> 'delete'
    AND NOT EXISTS (SELECT FROM public.dara_candidacyfactevent AS later WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
        AND (later.pgh_transaction, later.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at))
    AND b.version <> e.version -- whatever changes, its version does
UNION ALL
SELECT e.pgh_id AS number, 'sources'::text AS kind, r.key::text AS record, e.pgh_created_at AS changed_at, to_jsonb(array_remove(ARRAY[
        public.dara_changed('kind', b.kind, e.kind, b.kind, e.kind),
        public.dara_changed('language', b.language, e.language, b.language, e.language),
        public.dara_changed('title', b.title, e.title, public.dara_shown_words(e.key, b.title), public.dara_shown_words(e.key, e.title)),
        public.dara_changed('publisher', b.publisher_id, e.publisher_id, public.dara_shown_entity(b.publisher_id), public.dara_shown_entity(e.publisher_id)),
        public.dara_changed('author', b.author, e.author, public.dara_shown_words(e.key, b.author), public.dara_shown_words(e.key, e.author)),
        public.dara_changed('url', b.url, e.url, NULL, NULL),
        public.dara_changed('published_on', b.published_on, e.published_on, b.published_on, e.published_on),
        public.dara_changed('captured_on', b.captured_on, e.captured_on, b.captured_on, e.captured_on),
        public.dara_changed('supersedes', b.supersedes_id, e.supersedes_id, (SELECT s.key FROM public.dara_source AS s WHERE s.key = b.supersedes_id), (SELECT s.key FROM public.dara_source AS s WHERE s.key = e.supersedes_id)),
        public.dara_changed('visibility', b.visibility, e.visibility, b.visibility, e.visibility),
        public.dara_changed('note', b.note, e.note, NULL, NULL),
        public.dara_changed('inferred', b.inferred, e.inferred, NULL, NULL),
        public.dara_changed('translations', b.translations, e.translations, NULL, NULL)
    ], NULL)) AS changes
FROM public.dara_sourceevent AS e JOIN public.dara_source AS r ON r.key = e.pgh_obj_id
CROSS JOIN LATERAL (
    SELECT before.* FROM public.dara_sourceevent AS before WHERE before.pgh_obj_id = e.pgh_obj_id AND before.pgh_id < e.pgh_id
        AND (before.pgh_transaction, before.pgh_created_at) <> (e.pgh_transaction, e.pgh_created_at)
    ORDER BY before.pgh_id DESC LIMIT 1
) AS b
WHERE e.pgh_label = 'update' AND b.pgh_label <> 'delete'
    AND NOT EXISTS (SELECT FROM public.dara_sourceevent AS later WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
        AND (later.pgh_transaction, later.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at))
    AND b.version <> e.version -- whatever changes, its version does
UNION ALL
SELECT e.pgh_id AS number, 'elections'::text AS kind, r.slug::text AS record, e.pgh_created_at AS changed_at, to_jsonb(array_remove(ARRAY[
        public.dara_changed('name', b.name, e.name, NULL, NULL),
        public.dara_changed('race', b.race_id, e.race_id, public.dara_shown_race(b.race_id), public.dara_shown_race(e.race_id)),
        public.dara_changed('stage', b.stage, e.stage, b.stage, e.stage),
        public.dara_changed('held_on', b.held_on, e.held_on, b.held_on, e.held_on),
        public.dara_changed('passage', b.passage_id, e.passage_id, public.dara_shown_passage(b.passage_id), public.dara_shown_passage(e.passage_id)),
        public.dara_changed('note', b.note, e.note, NULL, NULL),
        public.dara_changed('inferred', b.inferred, e.inferred, NULL, NULL),
        public.dara_changed('translations', b.translations, e.translations, NULL, NULL)
    ], NULL)) AS changes
FROM public.dara_electionevent AS e JOIN public.dara_election AS r ON r.id = e.pgh_obj_id
CROSS JOIN LATERAL (
    SELECT before.* FROM public.dara_electionevent AS before WHERE before.pgh_obj_id = e.pgh_obj_id AND before.pgh_id < e.pgh_id
        AND (before.pgh_transaction, before.pgh_created_at) <> (e.pgh_transaction, e.pgh_created_at)
    ORDER BY before.pgh_id DESC LIMIT 1
) AS b
WHERE e.pgh_label = 'update' AND b.pgh_label <> 'delete'
    AND NOT EXISTS (SELECT FROM public.dara_electionevent AS later WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
        AND (later.pgh_transaction, later.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at))
    AND ROW(b.name, b.race_id, b.stage, b.held_on, b.passage_id, b.note, b.inferred, b.translations) IS DISTINCT FROM ROW(e.name, e.race_id, e.stage, e.held_on, e.passage_id, e.note, e.inferred, e.translations)
UNION ALL
SELECT e.pgh_id AS number, 'entities'::text AS kind, r.slug::text AS record, e.pgh_created_at AS changed_at, to_jsonb(array_remove(ARRAY[
        public.dara_changed('name', b.name, e.name, NULL, NULL),
        public.dara_changed('kind', b.kind, e.kind, b.kind, e.kind),
        public.dara_changed('note', b.note, e.note, NULL, NULL),
        public.dara_changed('translations', b.translations, e.translations, NULL, NULL)
    ], NULL)) AS changes
FROM public.dara_entityevent AS e JOIN public.dara_entity AS r ON r.id = e.pgh_obj_id
CROSS JOIN LATERAL (
    SELECT before.* FROM public.dara_entityevent AS before WHERE before.pgh_obj_id = e.pgh_obj_id AND before.pgh_id < e.pgh_id
        AND (before.pgh_transaction, before.pgh_created_at) <> (e.pgh_transaction, e.pgh_created_at)
    ORDER BY before.pgh_id DESC LIMIT 1
) AS b
WHERE e.pgh_label = 'update' AND b.pgh_label <> 'delete' AND NOT r.private AND r.kind <> 'group'
    AND NOT EXISTS (SELECT FROM public.dara_entityevent AS later WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
        AND (later.pgh_transaction, later.pgh_created_at) = (e.pgh_transaction, e.pgh_created_at))
    AND ROW(b.name, b.kind, b.note, b.translations) IS DISTINCT FROM ROW(e.name, e.kind, e.note, e.translations)
UNION ALL
SELECT i.pgh_id, 'statements'::text, r.key::text, i.pgh_created_at, '[{"field": "restored"}]'::jsonb
FROM public.dara_statementevent AS d JOIN public.dara_statement AS r ON r.key = d.key
CROSS JOIN LATERAL (SELECT next.* FROM public.dara_statementevent AS next WHERE next.pgh_obj_id = d.pgh_obj_id AND next.pgh_id > d.pgh_id ORDER BY next.pgh_id LIMIT 1) AS i
WHERE d.pgh_label = 'delete' AND i.pgh_label = 'insert' AND (i.pgh_transaction, i.pgh_created_at) <> (d.pgh_transaction, d.pgh_created_at)
UNION ALL
SELECT i.pgh_id, 'endorsements'::text, r.key::text, i.pgh_created_at, '[{"field": "restored"}]'::jsonb
FROM public.dara_endorsementevent AS d JOIN public.dara_endorsement AS r ON r.key = d.key
CROSS JOIN LATERAL (SELECT next.* FROM public.dara_endorsementevent AS next WHERE next.pgh_obj_id = d.pgh_obj_id AND next.pgh_id > d.pgh_id ORDER BY next.pgh_id LIMIT 1) AS i
WHERE d.pgh_label = 'delete' AND i.pgh_label = 'insert' AND (i.pgh_transaction, i.pgh_created_at) <> (d.pgh_transaction, d.pgh_created_at)
UNION ALL
SELECT i.pgh_id, 'results'::text, r.key::text, i.pgh_created_at, '[{"field": "restored"}]'::jsonb
FROM public.dara_electionresultevent AS d JOIN public.dara_electionresult AS r ON r.key = d.key
CROSS JOIN LATERAL (SELECT next.* FROM public.dara_electionresultevent AS next WHERE next.pgh_obj_id = d.pgh_obj_id AND next.pgh_id > d.pgh_id ORDER BY next.pgh_id LIMIT 1) AS i
WHERE d.pgh_label = 'delete' AND i.pgh_label = 'insert' AND (i.pgh_transaction, i.pgh_created_at) <> (d.pgh_transaction, d.pgh_created_at)
UNION ALL
SELECT i.pgh_id, 'facts'::text, r.key::text, i.pgh_created_at, '[{"field": "restored"}]'::jsonb
FROM public.dara_candidacyfactevent AS d JOIN public.dara_candidacyfact AS r ON r.key = d.key
CROSS JOIN LATERAL (SELECT next.* FROM public.dara_candidacyfactevent AS next WHERE next.pgh_obj_id = d.pgh_obj_id AND next.pgh_id > d.pgh_id ORDER BY next.pgh_id LIMIT 1) AS i
WHERE d.pgh_label = 'delete' AND i.pgh_label = 'insert' AND (i.pgh_transaction, i.pgh_created_at) <> (d.pgh_transaction, d.pgh_created_at)
UNION ALL -- what was withdrawn: as its tombstone has it, which is public
SELECT i.pgh_id, r.kind::text COLLATE "C", r.key::text, i.pgh_created_at,
    jsonb_build_array(jsonb_build_object('field', 'withdrawn', 'day', r.withdrawn_on, 'ground', r.ground))
FROM public.dara_tombstone AS r
CROSS JOIN LATERAL (
    SELECT made.* FROM public.dara_tombstoneevent AS made WHERE made.pgh_obj_id = r.key AND made.pgh_label = 'insert' ORDER BY made.pgh_id DESC LIMIT 1
) AS i
UNION ALL -- words of a source that were withheld since it came in: as the withholding has it, which is public and repeats none
SELECT i.pgh_id, 'sources'::text COLLATE "C", r.source_id::text, i.pgh_created_at,
    jsonb_build_array(jsonb_build_object('field', 'withheld', 'day', r.withheld_on, 'ground', r.ground))
FROM public.dara_withholding AS r
CROSS JOIN LATERAL (
    SELECT made.* FROM public.dara_withholdingevent AS made WHERE made.pgh_obj_id = r.key AND made.pgh_label = 'insert' ORDER BY made.pgh_id DESC LIMIT 1
) AS i
WHERE NOT EXISTS (
    SELECT FROM public.dara_sourceevent AS came WHERE came.pgh_obj_id = r.source_id AND came.pgh_label = 'insert'
        AND (came.pgh_transaction, came.pgh_created_at) = (i.pgh_transaction, i.pgh_created_at));
