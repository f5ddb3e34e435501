-- The paragraphs that the public may read.
--
-- All paragraphs of a source with the visibility “full”; of an “excerpts” source those that hold evidence, and their neighbours. Withheld words are
-- masked, one █ for each code point, so that offsets stay true; of a text that is withheld as a whole no paragraph is shown.
--
-- The view has two parts, so that a search still uses the index on the paragraphs: the paragraphs without withheld words, and the few others, whose
-- search column is made of what is left of them.

-- `body` with █ for each code point from starts[i] to ends[i] (exclusive, from 0) that is no newline.
CREATE FUNCTION public.dara_masked(body text, starts integer[], ends integer[]) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first integer;
    last integer;
BEGIN
    FOR i IN 1 .. cardinality(starts) LOOP
        first := greatest(starts[i], 0);
        last := greatest(least(ends[i], char_length(body)), first);
        body := substr(body, 1, first) || regexp_replace(substr(body, first + 1, last - first), '[^\n]', '█', 'g') || substr(body, last + 1);
    END LOOP;
    RETURN body;
END $$;

CREATE VIEW public.dara_publicparagraph AS
SELECT p.id, p.source_id, p.number, p.start, p."end", p.body, p.search
FROM public.dara_paragraph AS p
JOIN public.dara_source AS s ON s.key = p.source_id
WHERE NOT EXISTS (
        SELECT FROM public.dara_withholding AS w
        WHERE w.source_id = p.source_id AND (w.start IS NULL OR (w.start < p."end" AND w."end" > p.start)))
    AND (s.visibility = 'full' OR EXISTS (
        SELECT FROM public.dara_passage AS g
        WHERE g.source_id = p.source_id AND g.last_paragraph >= p.number - 1 AND g.first_paragraph <= p.number + 1
            AND (EXISTS (SELECT FROM public.dara_statement AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_endorsement AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_electionresult AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_candidacyfact AS r WHERE r.passage_id = g.id)
                OR EXISTS (SELECT FROM public.dara_election AS r WHERE r.passage_id = g.id))))
UNION ALL
SELECT m.id, m.source_id, m.number, m.start, m."end", m.body,
    setweight(to_tsvector('public.dara_english'::regconfig, m.body), 'A')
FROM (
    SELECT p.id, p.source_id, p.number, p.start, p."end",
        public.dara_masked(p.body, array_agg(w.start - p.start), array_agg(w."end" - p.start)) AS body
    FROM public.dara_withholding AS w
    JOIN public.dara_paragraph AS p ON p.source_id = w.source_id AND p.start < w."end" AND p."end" > w.start
    WHERE NOT EXISTS (SELECT FROM public.dara_withholding AS all_of_it WHERE all_of_it.source_id = p.source_id AND all_of_it.start IS NULL)
    GROUP BY p.id
) AS m
JOIN public.dara_source AS s ON s.key = m.source_id
WHERE s.visibility = 'full' OR EXISTS (
    SELECT FROM public.dara_passage AS g
    WHERE g.source_id = m.source_id AND g.last_paragraph >= m.number - 1 AND g.first_paragraph <= m.number + 1
        AND (EXISTS (SELECT FROM public.dara_statement AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_endorsement AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_electionresult AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_candidacyfact AS r WHERE r.passage_id = g.id)
            OR EXISTS (SELECT FROM public.dara_election AS r WHERE r.passage_id = g.id)));
