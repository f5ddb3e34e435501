-- Corrections: what the public may know of the history.
--
-- One row for each thing and transaction that changed something which was public before and still is. No user's name, no context, and nothing of
-- what is gone: former words of a source are shown where they still stand in what the public may read of it, former words of our own never. What is
-- not shown is null here, so that no page has to know. These functions read what the public may read, and run with its rights.

-- Words of a source, where they stand in what the public reads of it, as whole words: within a paragraph, or, if they span lines, across them.
CREATE FUNCTION public.dara_shown_words(source text, words text) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT words WHERE words = '' OR CASE WHEN strpos(words, E'\n') = 0
        THEN EXISTS (
            SELECT FROM public.dara_publicparagraph AS p
            WHERE p.source_id = source AND strpos(p.body, words) > 0 AND public.dara_end_of_piece(p.body, words, 0) IS NOT NULL)
        ELSE public.dara_end_of_piece(
            (SELECT string_agg(p.body, '' ORDER BY p.number) FROM public.dara_publicparagraph AS p WHERE p.source_id = source), words, 0) IS NOT NULL
        END
$$;

-- Of a statement: all of its pieces, or nothing.
CREATE FUNCTION public.dara_shown_pieces(source text, pieces text[]) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_to_string(pieces, ' … ') WHERE NOT EXISTS (
        SELECT FROM unnest(pieces) AS piece WHERE public.dara_shown_words(source, piece) IS NULL)
$$;

-- Of a passage: its words, where it is still there.
CREATE FUNCTION public.dara_shown_passage(passage bigint) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.dara_shown_words(p.source_id, p.exact) FROM public.dara_passage AS p WHERE p.id = passage
$$;

-- Of somebody: the slug, where they are still in the archive, and no private person.
CREATE FUNCTION public.dara_shown_entity(entity bigint) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.slug FROM public.dara_entity AS e WHERE e.id = entity AND NOT e.private
$$;

CREATE FUNCTION public.dara_shown_election(election bigint) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.slug FROM public.dara_election AS e WHERE e.id = election
$$;

CREATE FUNCTION public.dara_shown_race(race bigint) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.slug FROM public.dara_race AS r WHERE r.id = race
$$;

-- Of topics, or of people: the slugs of those that are among the first and not among the others.
CREATE FUNCTION public.dara_shown_topics(topics bigint[], others bigint[]) RETURNS jsonb LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(t.slug ORDER BY t.slug), '[]') FROM public.dara_topic AS t WHERE t.id = ANY (topics) AND t.id <> ALL (others)
$$;

CREATE FUNCTION public.dara_shown_entities(entities bigint[], others bigint[]) RETURNS jsonb LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(e.slug ORDER BY e.slug), '[]') FROM public.dara_entity AS e
    WHERE e.id = ANY (entities) AND e.id <> ALL (others) AND NOT e.private
$$;

-- A change of one field; null where there is none. “was” and “now” are “” where there was no value, or is none, and null where it is not shown.
CREATE FUNCTION public.dara_changed(field text, was anyelement, now anyelement, shown_was text, shown_now text) RETURNS jsonb LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('field', field,
        'was', CASE WHEN was IS NULL OR was::text = '' THEN '' ELSE shown_was END,
        'now', CASE WHEN now IS NULL OR now::text = '' THEN '' ELSE shown_now END)
    WHERE was IS DISTINCT FROM now
$$;

CREATE FUNCTION public.dara_changed_links(field text, was bigint[], now bigint[], removed jsonb, added jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('field', field, 'removed', removed, 'added', added) WHERE NOT (was @> now AND now @> was)
$$;

-- Every branch has the same types, to the collation: else PostgreSQL makes `changes` of each row to number the rows of a page.
CREATE VIEW public.dara_correction AS
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

-- When each thing with a page of its own was last corrected. Its page asks for this, so it does as little as possible.
CREATE VIEW public.dara_corrected AS
SELECT 'statements'::text AS kind, e.pgh_obj_id AS record, max(e.pgh_created_at) AS corrected_at
FROM public.dara_statementevent AS e WHERE e.pgh_label <> 'delete' AND EXISTS (SELECT FROM public.dara_statement AS r WHERE r.key = e.pgh_obj_id)
GROUP BY e.pgh_obj_id HAVING max(e.pgh_created_at) > min(e.pgh_created_at)
UNION ALL
SELECT 'endorsements'::text AS kind, e.pgh_obj_id AS record, max(e.pgh_created_at) AS corrected_at
FROM public.dara_endorsementevent AS e WHERE e.pgh_label <> 'delete' AND EXISTS (SELECT FROM public.dara_endorsement AS r WHERE r.key = e.pgh_obj_id)
GROUP BY e.pgh_obj_id HAVING max(e.pgh_created_at) > min(e.pgh_created_at)
UNION ALL
SELECT 'results'::text AS kind, e.pgh_obj_id AS record, max(e.pgh_created_at) AS corrected_at
FROM public.dara_electionresultevent AS e WHERE e.pgh_label <> 'delete' AND EXISTS (SELECT FROM public.dara_electionresult AS r WHERE r.key = e.pgh_obj_id)
GROUP BY e.pgh_obj_id HAVING max(e.pgh_created_at) > min(e.pgh_created_at)
UNION ALL
SELECT 'sources'::text AS kind, e.pgh_obj_id AS record, max(e.pgh_created_at) AS corrected_at
FROM public.dara_sourceevent AS e WHERE e.pgh_label <> 'delete' AND EXISTS (SELECT FROM public.dara_source AS r WHERE r.key = e.pgh_obj_id)
GROUP BY e.pgh_obj_id HAVING max(e.pgh_created_at) > min(e.pgh_created_at);
