-- Rules that an import of many records runs, as they were when this migration was written, frozen.
--
-- From models/sql/evidence.sql: texts that are stored together are cut together.

DROP TRIGGER dara_cut_paragraphs ON public.dara_sourcetext;

CREATE OR REPLACE FUNCTION public.dara_cut_paragraphs() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.dara_paragraph (source_id, number, start, "end", body)
    SELECT t.source_id, cut.n, cut.upto - char_length(cut.line), cut.upto, cut.line
    FROM texts AS t CROSS JOIN LATERAL (
        SELECT n, m[1] AS line, sum(char_length(m[1])) OVER (ORDER BY n) AS upto
        FROM regexp_matches(t.body, '[^\n]*\n+|[^\n]+', 'g') WITH ORDINALITY AS lines (m, n)
    ) AS cut;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_cut_paragraphs AFTER INSERT ON public.dara_sourcetext REFERENCING NEW TABLE AS texts FOR EACH STATEMENT
    EXECUTE FUNCTION public.dara_cut_paragraphs();

-- From models/sql/public_paragraphs.sql: the paragraphs of each source are looked up.

CREATE OR REPLACE FUNCTION public.dara_readable_paragraphs(sources text[], firsts integer[], lasts integer[])
RETURNS TABLE (id bigint, source_id text, number integer, start integer, "end" integer, body text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    RETURN QUERY
    WITH places AS MATERIALIZED (
        SELECT s.key, t.first, t.last, s.visibility = 'full' AS is_full
        FROM unnest(sources, firsts, lasts) AS t (key, first, last) JOIN public.dara_source AS s ON s.key = t.key
        WHERE NOT EXISTS (SELECT FROM public.dara_withholding AS w WHERE w.source_id = s.key AND w.start IS NULL)
    ), near AS (
        SELECT DISTINCT g.source_id, n.number
        FROM places AS t
        JOIN public.dara_passage AS g ON g.source_id = t.key AND g.last_paragraph >= t.first - 1 AND g.first_paragraph - 1 <= t.last
        CROSS JOIN LATERAL generate_series(g.first_paragraph - 1, g.last_paragraph + 1) AS n (number)
        WHERE NOT t.is_full AND EXISTS (
            SELECT 1 FROM public.dara_statement AS r WHERE r.passage_id = g.id
            UNION ALL SELECT 1 FROM public.dara_endorsement AS r WHERE r.passage_id = g.id
            UNION ALL SELECT 1 FROM public.dara_electionresult AS r WHERE r.passage_id = g.id
            UNION ALL SELECT 1 FROM public.dara_candidacyfact AS r WHERE r.passage_id = g.id
            UNION ALL SELECT 1 FROM public.dara_election AS r WHERE r.passage_id = g.id)
    )
    SELECT p.id, p.source_id::text, p.number, p.start, p."end", coalesce((
        SELECT public.dara_masked(p.body, array_agg(w.start - p.start), array_agg(w."end" - p.start))
        FROM public.dara_withholding AS w WHERE w.source_id = p.source_id AND w.start < p."end" AND w."end" > p.start), p.body)
    FROM places AS t CROSS JOIN LATERAL (
        -- OFFSET keeps this from becoming a join, for which all paragraphs may be read once a source
        SELECT q.* FROM public.dara_paragraph AS q WHERE q.source_id = t.key AND q.number BETWEEN t.first AND t.last OFFSET 0) AS p
    WHERE t.is_full OR (p.source_id, p.number) IN (SELECT n.source_id, n.number FROM near AS n);
END $$;
