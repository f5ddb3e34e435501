-- Of each quotation, so many paragraphs that have the most of its rare words; where all are common, paragraphs that have all words, or those of one half.
-- words[i] is a word of quotation quotations[i], in their order. Rare: no more than so many paragraphs have it.
CREATE FUNCTION public.dara_paragraphs_like(quotations integer[], words text[], rare integer, most integer)
RETURNS TABLE (quotation integer, paragraph bigint) LANGUAGE sql STABLE ROWS 50
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
    WITH asked AS MATERIALIZED (
        SELECT t.quotation, t.word, t.place, phraseto_tsquery('public.dara_english'::regconfig, public.dara_words(t.word)) AS stems
        FROM unnest(quotations, words) WITH ORDINALITY AS t (quotation, word, place)
    ), counted AS MATERIALIZED (
        SELECT each.stems, (
            SELECT count(*) FROM (SELECT FROM public.dara_publicparagraph AS p WHERE p.search @@ each.stems LIMIT rare + 1) AS few) AS held
        FROM (SELECT DISTINCT a.stems FROM asked AS a WHERE numnode(a.stems) > 0) AS each
    ), rarest AS (
        SELECT a.quotation, c.stems, row_number() OVER (PARTITION BY a.quotation ORDER BY c.held, char_length(a.word) DESC, a.word) AS place
        FROM (SELECT DISTINCT ON (a.quotation, a.stems) a.* FROM asked AS a) AS a JOIN counted AS c ON c.stems = a.stems
        WHERE c.held BETWEEN 1 AND rare
    ), common AS (
        SELECT a.quotation, array_agg(a.stems ORDER BY a.place) AS stems FROM asked AS a
        WHERE numnode(a.stems) > 0 AND a.quotation NOT IN (SELECT r.quotation FROM rarest AS r) GROUP BY a.quotation
    ), halves AS (
        SELECT c.quotation, h.half, (SELECT string_agg(format('(%s)', s), '&') FROM unnest(c.stems) WITH ORDINALITY AS u (s, n)
            WHERE h.half = 0 OR (u.n > cardinality(c.stems) / 2) = (h.half = 2))::tsquery AS stems
        FROM common AS c CROSS JOIN generate_series(0, 2) AS h (half)
    ), found AS (
        SELECT r.quotation, p.id, count(*) AS hits FROM rarest AS r
        CROSS JOIN LATERAL (SELECT p.id FROM public.dara_publicparagraph AS p WHERE p.search @@ r.stems LIMIT rare) AS p
        WHERE r.place <= 6 GROUP BY r.quotation, p.id
        UNION ALL
        SELECT h.quotation, p.id, max(CASE h.half WHEN 0 THEN 2 ELSE 1 END) FROM halves AS h
        CROSS JOIN LATERAL (SELECT p.id FROM public.dara_publicparagraph AS p WHERE p.search @@ h.stems LIMIT most) AS p
        GROUP BY h.quotation, p.id
    )
    SELECT best.quotation, best.id FROM (
        SELECT f.quotation, f.id, row_number() OVER (PARTITION BY f.quotation ORDER BY f.hits DESC, f.id) AS place FROM found AS f) AS best
    WHERE best.place <= most ORDER BY best.quotation, best.place
$$;
