-- Of each quotation, so many paragraphs that have its words as they are, or else the most of its eight rarest ones. words[i] is a word of quotation
-- quotations[i]; phrases[1] are the words of quotation 0 in a row.
--
-- How rare a word is, the planner's statistics say: they list the thousand most common words of the archive. Paragraphs must have two of the eight words,
-- or three or four where two would be found in more than `many`: so the index alone, and not the paragraphs, is read.
CREATE FUNCTION public.dara_paragraphs_like(quotations integer[], words text[], phrases text[], many integer, most integer)
RETURNS TABLE (quotation integer, paragraph bigint) LANGUAGE sql STABLE ROWS 50
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
    WITH RECURSIVE held AS MATERIALIZED (
        SELECT greatest(c.reltuples, 1)::float8 AS paragraphs FROM pg_class AS c WHERE c.oid = 'public.dara_publicparagraph'::regclass
    ), common AS MATERIALIZED (
        SELECT format('%L', e.word) AS stems, e.share
        FROM pg_stats AS s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs[1:cardinality(s.most_common_elem_freqs) - 2])
            AS e (word, share)
        WHERE s.schemaname = 'public' AND s.tablename = 'dara_publicparagraph' AND s.attname = 'search'
    ), asked AS MATERIALIZED (
        SELECT DISTINCT ON (t.quotation, q.stems::text) t.quotation, q.stems, char_length(t.word) AS length
        FROM unnest(quotations, words) AS t (quotation, word)
        CROSS JOIN LATERAL (SELECT phraseto_tsquery('public.dara_english'::regconfig, public.dara_words(t.word)) AS stems) AS q
        WHERE numnode(q.stems) > 0
    ), rarest AS MATERIALIZED (
        SELECT * FROM (
            SELECT a.quotation, a.stems, coalesce(c.share, (SELECT min(m.share) FROM common AS m) / 2, 0) AS share,
                row_number() OVER (PARTITION BY a.quotation ORDER BY coalesce(c.share, 0), a.length DESC, a.stems::text) AS place
            FROM asked AS a LEFT JOIN common AS c ON c.stems = a.stems::text) AS r
        WHERE r.place <= 8
    ), powers AS (
        SELECT r.quotation, count(*) AS number, sum(share) AS a, sum(share ^ 2) AS b, sum(share ^ 3) AS c FROM rarest AS r GROUP BY r.quotation
    ), needed AS (
        -- with words that are independent of each other, so many paragraphs have two of them, or three
        SELECT p.quotation, least(p.number, CASE
            WHEN h.paragraphs * (p.a ^ 2 - p.b) / 2 <= many THEN 2
            WHEN h.paragraphs * (p.a ^ 3 - 3 * p.a * p.b + 2 * p.c) / 6 <= many THEN 3 ELSE 4 END) AS size
        FROM powers AS p, held AS h
    ), together AS (
        SELECT r.quotation, r.place, 1 AS size, r.stems FROM rarest AS r
        UNION ALL
        SELECT t.quotation, r.place, t.size + 1, t.stems && r.stems
        FROM together AS t JOIN needed AS n ON n.quotation = t.quotation AND t.size < n.size
        JOIN rarest AS r ON r.quotation = t.quotation AND r.place > t.place
    ), wanted AS MATERIALIZED (
        SELECT t.quotation, string_agg(format('(%s)', t.stems), '|')::tsquery AS stems,
            phraseto_tsquery('pg_catalog.simple'::regconfig, public.dara_plain(public.dara_words(phrases[t.quotation + 1]))) AS phrase
        FROM together AS t JOIN needed AS n ON n.quotation = t.quotation AND n.size = t.size GROUP BY t.quotation
    )
    SELECT best.quotation, best.id FROM (
        SELECT w.quotation, p.id, row_number() OVER (PARTITION BY w.quotation ORDER BY p.wording @@ w.phrase DESC, (
            SELECT count(*) FROM rarest AS r WHERE r.quotation = w.quotation AND p.search @@ r.stems) DESC, p.id) AS place
        FROM wanted AS w CROSS JOIN LATERAL (
            SELECT q.id, q.search, q.wording FROM public.dara_publicparagraph AS q WHERE q.search @@ w.stems LIMIT 2 * many) AS p) AS best
    WHERE best.place <= most ORDER BY best.quotation, best.place
$$;
