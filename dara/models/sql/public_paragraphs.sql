-- The paragraphs that the public may read: a table, which triggers keep as things change.
--
-- All paragraphs of a source with the visibility “full”; of an “excerpts” source those that hold evidence, and their neighbours. Withheld words are
-- masked, one █ for each code point, so that offsets stay true; of a text that is withheld as a whole no paragraph is shown.
--
-- What may be read is worked out by one function, dara_readable_paragraphs, with which verify_archive compares the table. A view would do that for
-- each row that a search finds, and could be made to give withheld words away in error messages.
--
-- Whoever changes what may be read of a source locks the source's row first (dara_lock_sources), so that of two transactions that change one source
-- at once the second sees what the first one did. Locks of rows, because an import of many sources would run out of advisory ones.

-- PostgreSQL plans the statements of a function once in a session, in which the tables may grow from nothing to millions of rows: an import. So
-- the functions say that they go by the indexes, and plan for any number of sources.

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

-- The paragraphs that the public may read, as it may read them: of each source sources[i] those with the numbers firsts[i] to lasts[i].
CREATE FUNCTION public.dara_readable_paragraphs(sources text[], firsts integer[], lasts integer[])
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

CREATE FUNCTION public.dara_lock_sources(sources text[]) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        -- such a transaction would not see what others have changed since it began
        RAISE EXCEPTION 'What the public may read is changed in a transaction of the isolation level READ COMMITTED.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM public.dara_source AS s WHERE s.key = ANY (sources) ORDER BY s.key FOR NO KEY UPDATE;
END $$;

-- Brings the table up to date for the paragraphs firsts[i] to lasts[i] of each source sources[i]. Only rows that differ are written.
CREATE FUNCTION public.dara_refresh_public_paragraphs(sources text[], firsts integer[], lasts integer[]) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM public.dara_lock_sources(sources);
    WITH readable AS MATERIALIZED (
        SELECT r.* FROM public.dara_readable_paragraphs(sources, firsts, lasts) AS r
    ), gone AS (
        DELETE FROM public.dara_publicparagraph AS p USING unnest(sources, firsts, lasts) AS t (key, first, last)
        WHERE p.source_id = t.key AND p.number BETWEEN t.first AND t.last AND p.id NOT IN (SELECT r.id FROM readable AS r)
    )
    INSERT INTO public.dara_publicparagraph (id, source_id, number, start, "end", body)
    SELECT r.id, r.source_id, r.number, r.start, r."end", r.body
    FROM readable AS r LEFT JOIN public.dara_publicparagraph AS p ON p.id = r.id
    WHERE p.body IS DISTINCT FROM r.body
    ON CONFLICT (id) DO UPDATE SET body = excluded.body;
END $$;

-- The same for all paragraphs of the sources.
CREATE FUNCTION public.dara_refresh_public_paragraphs(sources text[]) RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.dara_refresh_public_paragraphs(sources, array_fill(1, ARRAY[cardinality(sources)]), array_fill(2147483647, ARRAY[cardinality(sources)]))
$$;

-- A text comes in; words are withheld, or are not withheld any more.
CREATE FUNCTION public.dara_keep_public_paragraphs() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.dara_refresh_public_paragraphs(array_agg(DISTINCT c.source_id::text)) FROM changed AS c HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_public_on_insert AFTER INSERT ON public.dara_paragraph REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_public_paragraphs();
CREATE TRIGGER dara_public_on_insert AFTER INSERT ON public.dara_withholding REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_public_paragraphs();
CREATE TRIGGER dara_public_on_delete AFTER DELETE ON public.dara_withholding REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_public_paragraphs();

-- A source is shown whole, or in excerpts.
CREATE FUNCTION public.dara_keep_visibility() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.dara_refresh_public_paragraphs(ARRAY[NEW.key::text]);
    RETURN NULL;
END $$;

CREATE TRIGGER dara_public_on_update AFTER UPDATE OF visibility ON public.dara_source FOR EACH ROW WHEN (OLD.visibility <> NEW.visibility)
    EXECUTE FUNCTION public.dara_keep_visibility();

-- A record comes, goes, or moves to another passage: the paragraphs around its passage are looked at, where a source is shown in excerpts.
CREATE FUNCTION public.dara_keep_excerpts() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    passages bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT n.passage_id) INTO passages FROM after AS n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT o.passage_id) INTO passages FROM before AS o;
    ELSE
        SELECT array_agg(c.passage_id) INTO passages FROM (
            (SELECT o.passage_id FROM before AS o EXCEPT SELECT n.passage_id FROM after AS n)
            UNION ALL (SELECT n.passage_id FROM after AS n EXCEPT SELECT o.passage_id FROM before AS o)) AS c;
    END IF;
    IF passages IS NOT NULL THEN
        PERFORM public.dara_lock_sources(array_agg(DISTINCT g.source_id::text)) FROM public.dara_passage AS g WHERE g.id = ANY (passages);
        PERFORM public.dara_refresh_public_paragraphs(array_agg(t.key), array_agg(t.first), array_agg(t.last))
        FROM (
            SELECT g.source_id::text AS key, min(g.first_paragraph) - 1 AS first, max(g.last_paragraph) + 1 AS last
            FROM public.dara_passage AS g JOIN public.dara_source AS s ON s.key = g.source_id
            WHERE g.id = ANY (passages) AND s.visibility <> 'full'
            GROUP BY g.source_id
        ) AS t
        HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dara_public_on_insert AFTER INSERT ON public.dara_statement REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_delete AFTER DELETE ON public.dara_statement REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_update AFTER UPDATE ON public.dara_statement REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_insert AFTER INSERT ON public.dara_endorsement REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_delete AFTER DELETE ON public.dara_endorsement REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_update AFTER UPDATE ON public.dara_endorsement REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_insert AFTER INSERT ON public.dara_electionresult REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_delete AFTER DELETE ON public.dara_electionresult REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_update AFTER UPDATE ON public.dara_electionresult REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_insert AFTER INSERT ON public.dara_candidacyfact REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_delete AFTER DELETE ON public.dara_candidacyfact REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_update AFTER UPDATE ON public.dara_candidacyfact REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_insert AFTER INSERT ON public.dara_election REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_delete AFTER DELETE ON public.dara_election REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();
CREATE TRIGGER dara_public_on_update AFTER UPDATE ON public.dara_election REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION public.dara_keep_excerpts();

CREATE TRIGGER dara_not_by_hand BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.dara_publicparagraph
    WHEN (pg_catalog.pg_trigger_depth() = 0) EXECUTE FUNCTION public.dara_refuse('the database keeps what the public may read, as things change');
