-- The numbers that a text states in figures.

-- All readings of the numbers in `words`, in order; “1.5 million” is 1500000 where `scaled`. Numbers in words are left out, and figures that cannot be
-- read. What is read how, and why, says the table in dara/text/numbers.py, of which this is the mirror; a test compares the two.
CREATE FUNCTION public.dara_numbers(words text, scaled boolean) RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(CASE WHEN scaled THEN r.reading * f.scale ELSE r.reading END ORDER BY m.place, r.place), '{}')
    FROM regexp_matches(words,
        '(?<![0-9A-Za-z\u00C0-\u024F%])(?<![0-9][.,\u00B7''\u2019])(?<![0-9A-Za-z\u00C0-\u024F%.,\u201D"]\[)'
        -- groups of three with spaces between them, but not after a month or a label
        '((?<![0-9][ \u00A0\u2007\u2009\u202F])'
        '(?<!(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|May|June|July|August|September|October|November|December'
        '|No|District|Precinct|Ward|Division|Area|Item|Page|Room|Section|Chapter|Article|Measure|Prop|Proposition|Group|Grupo|Distrito|Precinto)\.? )'
        '[1-9][0-9]{0,2}(?:[ \u00A0\u2007\u2009\u202F][0-9]{3})+(?:[.,\u00B7][0-9]{1,2})?(?![0-9]|[ \u00A0\u2007\u2009\u202F.,\u00B7''\u2019][0-9])'
        -- or figures without spaces
        '|(?:(?<!\.)\.)?[0-9]+(?:[.,\u00B7''\u2019][0-9]+)*)'
        '(?:[ \u00A0\u2007\u2009\u202F-]?(%|[A-Za-z\u00C0-\u024F]+(?: ciento| cent| millones)?))?', 'g') WITH ORDINALITY AS m (parts, place)
    CROSS JOIN LATERAL (
        SELECT m.parts[1], m.parts[2] ~* '^(%|percent|per cent|por ciento)$', CASE
            WHEN m.parts[2] ~* '^(k|thousand)$' THEN 1000
            WHEN m.parts[2] ~* '^(m|million)$' THEN 1000000
            WHEN m.parts[2] ~* '^(b|billion)$' THEN 1000000000
            END
    ) AS e (figures, is_percent, english_scale)
    CROSS JOIN LATERAL (
        SELECT coalesce(e.english_scale, CASE
            WHEN m.parts[2] ~* '^mil$' THEN 1000
            WHEN m.parts[2] ~* '^(mill[\u00F3\u00D3]n|millones)$' THEN 1000000
            WHEN m.parts[2] ~* '^mil millones$' THEN 1000000000
            ELSE 1 END)
    ) AS f (scale)
    CROSS JOIN LATERAL unnest(ARRAY[
        CASE -- signs become a decimal point, or go
            WHEN e.figures ~ '^[1-9][0-9]{0,2}(,[0-9]{3})+([.\u00B7][0-9]+)?$' THEN translate(e.figures, '·,', '.')
            WHEN e.figures ~ '^[1-9][0-9]{0,2}((\.[0-9]{3}){2,}|(\.[0-9]{3})+,[0-9]+)$' THEN translate(e.figures, ',.', '.')
            WHEN e.figures ~ '^[1-9][0-9]{0,2}([''\u2019][0-9]{3})+([.,\u00B7][0-9]+)?$' THEN translate(e.figures, ',·''’', '..')
            WHEN e.figures ~ '^[1-9][0-9]{0,2}([ \u00A0\u2007\u2009\u202F][0-9]{3})+([.,\u00B7][0-9]+)?$'
                THEN translate(e.figures, E',· \u00A0\u2007\u2009\u202F', '..')
            WHEN e.figures ~ '^[0-9]*([.\u00B7][0-9]+)?$' THEN translate(e.figures, '·', '.')
            WHEN e.figures ~ '^([0-9]+,[0-9]{1,2}|0,[0-9]+)$' THEN translate(e.figures, ',', '.')
        END,
        CASE -- the other reading of what is ambiguous
            WHEN e.figures ~ '^[1-9][0-9]{0,2},[0-9]{3}$' AND e.is_percent THEN translate(e.figures, ',', '.')
            WHEN e.figures ~ '^[1-9][0-9]{0,2}\.[0-9]{3}$' AND e.is_percent IS NOT true AND e.english_scale IS NULL THEN translate(e.figures, '.', '')
        END
    ]::numeric[]) WITH ORDINALITY AS r (reading, place)
    WHERE r.reading IS NOT NULL
$$;
