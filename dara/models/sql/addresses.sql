-- Which addresses are of the same page, so that a later capture supersedes the earlier one whatever link somebody came by.

-- A part of an address as RFC 3986 (6.2.2) normalizes it: letters, digits, - . _ ~ are not encoded, everything else beyond ASCII is, in capitals.
CREATE FUNCTION public.dara_percent_encoded(part text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    each text;
    code integer;
BEGIN
    FOR each IN SELECT DISTINCT m[1] FROM regexp_matches(part, '[^\x21-\x7e]', 'g') AS m LOOP
        part := replace(part, each, regexp_replace(encode(convert_to(each, 'UTF8'), 'hex'), '(..)', '%\1', 'g'));
    END LOOP;
    FOR each IN SELECT DISTINCT m[1] FROM regexp_matches(part, '%[0-9A-Fa-f]{2}', 'g') AS m LOOP
        code := get_byte(decode(substr(each, 2), 'hex'), 0);
        part := replace(part, each, CASE WHEN code BETWEEN 33 AND 126 AND chr(code) ~ '[A-Za-z0-9._~-]' THEN chr(code) ELSE upper(each) END);
    END LOOP;
    RETURN part;
END $$;

-- What the addresses of one page have in common: not the scheme, “www.”, a usual port, the last slash or “index.html”, the order of parameters, those
-- that say where a visitor came from, and a place in the page (but “#/…” and “#!…”, by which scripts tell pages apart).
CREATE FUNCTION public.dara_page(url text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    trackers CONSTANT text := '^(utm_.*|_?(ga|gl)|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|fb_(ref|source|action_ids|action_types)|msclkid|twclid|ttclid|yclid'
        '|igshid?|mc_(cid|eid)|mkt_tok|_hs(enc|mi)|vero_(id|conv)|oly_(enc|anon)_id|ref_(src|url)|__twitter_impression|s_cid|cmpid|ncid)$';
    parts text[] := regexp_match(url, '^https?://(?:www\.)?([^][/?#:@]+)(?::(?:80|443)?(?=[/?#]|$))?(:\d+)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$', 'i');
    path text;
    query text;
BEGIN
    IF parts IS NULL THEN
        RETURN url;
    END IF;
    path := rtrim(regexp_replace(public.dara_percent_encoded(parts[3]), '/(index|default)\.(html?|shtml|php|aspx?|jsp|cfm)$', '/', 'i'), '/');
    SELECT string_agg(p.part, '&' ORDER BY split_part(p.part, '=', 1) COLLATE "C", p.number) INTO query
    FROM regexp_split_to_table(public.dara_percent_encoded(replace(parts[4], '+', '%20')), '&') WITH ORDINALITY AS p (part, number)
    WHERE p.part <> '' AND lower(split_part(p.part, '=', 1)) !~ trackers;
    RETURN concat(lower(rtrim(parts[1], '.')), parts[2], path, '?' || query, '#' || substring(parts[5] FROM '^!?/.*|^!.*'));
END $$;

CREATE INDEX source_page ON public.dara_source USING hash (public.dara_page(url));
