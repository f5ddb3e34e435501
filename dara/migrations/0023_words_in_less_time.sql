-- Functions as models/sql/search.sql has them: the same results, in two thirds of the time.

CREATE OR REPLACE FUNCTION public.dara_words(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    legible text := words;
BEGIN
    IF octet_length(words) > char_length(words) THEN
        legible := regexp_replace(words, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g');
    END IF;
    -- this expression looks around at each place, which takes twenty times as long as all else: so only where it may find something
    IF legible ~ '[0-9][,''\u2019\u00A0\u2007\u2009\u202F][0-9]{3}|[A-Za-z]\.[ \u00A0]?[A-Za-z]\.' THEN
        legible := regexp_replace(legible,
            '(?<=[0-9])[,''\u2019\u00A0\u2007\u2009\u202F](?=[0-9]{3}(?![0-9]))'
            '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])[A-Za-z])\.(?=[A-Za-z]\.)'
            '|(?<=(?<![0-9A-Za-z\u00C0-\u024F])(?<![0-9A-Za-z\u00C0-\u024F]\.)[A-Z])\.[ \u00A0](?=[A-Z]\.(?![0-9A-Za-z\u00C0-\u024F]))', '', 'g');
    END IF;
    RETURN regexp_replace(legible,
        '[!-/:-@\[-`{-~\u00A0-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u2000-\u20CF\u2122\u2190-\u2BFF\u3000-\u303F]+', ' ', 'g');
END $$;

-- The same, and at the end once more in one piece what has a hyphen in it, or an apostrophe as names do: “co-op” is found by “coop”, “O’Neill” by
-- “ONeill”. Most texts have neither.
CREATE OR REPLACE FUNCTION public.dara_searched_words(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF words !~ '[A-Za-z\u00C0-\u024F][\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]*[''\u2019\u2010\u2011-]' THEN
        RETURN public.dara_words(words);
    END IF;
    RETURN concat_ws(' ', public.dara_words(words), (
        SELECT regexp_replace(string_agg(m[1], ' '), '[''\u2019\u2010\u2011-]', '', 'g') FROM regexp_matches(
            regexp_replace(words, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g'),
            '([A-Za-z\u00C0-\u024F]+(?:(?:[\u2010\u2011-]|[''\u2019](?=[A-Z\u00C0-\u00DE]))[0-9A-Za-z\u00C0-\u024F]+)+)', 'g') AS m));
END $$;
