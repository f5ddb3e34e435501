-- Text search that ignores accents: “Gascon” finds “Gascón”.

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE TEXT SEARCH CONFIGURATION public.dara_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.dara_english
    ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.english_stem;

-- A text in small letters without accents, as misspelt names are compared. unaccent() alone is not immutable: its dictionary could change.
CREATE FUNCTION public.dara_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, words))
$$;
