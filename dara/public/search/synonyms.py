"""Synonyms: whoever searches for “bond” or “fianza” also finds “bail”.

The curators' groups of synonyms (`SynonymGroup`) are read anew for each search, by one question to the database. Only what stands outside of
quotation marks is looked up, and nothing that is excluded; a search of many words is a quotation, and is taken as typed."""

from collections.abc import Iterator
from dataclasses import replace

from django.db import connection

from dara.models.fields import TEXT_SEARCH
from dara.public.search.query import Query, Term

MAX_WORDS = 12  # words of a query, outside of quotation marks or within, in which synonyms are looked up
MAX_PHRASE = 4  # words of a phrase that is looked up: those of a group have no more

# Two phrases are the same if they have the same stems in the same order. Own SQL, because the phrases that were typed are in no table.
SYNONYMS = f"""
WITH typed AS MATERIALIZED (
    SELECT number, phraseto_tsquery('{TEXT_SEARCH}', public.dara_words(phrase)) AS stems FROM unnest(%s::text[]) WITH ORDINALITY AS t (phrase, number)
), held AS MATERIALIZED (
    SELECT slug, place, phrase, phraseto_tsquery('{TEXT_SEARCH}', public.dara_words(phrase)) AS stems
    FROM dara_synonymgroup, unnest(english || spanish) WITH ORDINALITY AS p (phrase, place)
)
SELECT typed.number, other.phrase
FROM typed JOIN held ON held.stems::text = typed.stems::text
    JOIN held AS other ON other.slug = held.slug AND other.stems::text <> typed.stems::text
WHERE numnode(typed.stems) > 0
ORDER BY typed.number, other.slug, other.place
"""

Span = tuple[int, int]  # the numbers of the first term of a phrase, and of the first one after it


def with_synonyms(query: Query) -> Query:
    """Return the query with the synonyms of its words. Words that are one phrase of a group become one term. Asks the database once.

    Of two phrases that overlap, the longer is taken, or else the first: “cash bail” is looked up as such, and not as “bail”."""
    if not 0 < sum(len(term.text.split()) for term in query.included) <= MAX_WORDS:
        return query
    spans = sorted(_spans(query.terms), key=lambda span: (span[0] - span[1], span[0]))
    found = _look_up([" ".join(term.text for term in query.terms[start:end]) for start, end in spans])
    taken: dict[int, tuple[int, tuple[str, ...]]] = {}
    free = set(range(len(query.terms)))
    for (start, end), phrases in zip(spans, found, strict=True):
        if phrases and free.issuperset(range(start, end)):
            free -= {*range(start, end)}
            taken[start] = (end, phrases)
    return replace(query, terms=tuple(_joined(query.terms, taken))) if taken else query


def _spans(terms: tuple[Term, ...]) -> Iterator[Span]:
    """Yield where phrases of up to four words stand, outside of quotation marks."""
    for start in range(len(terms)):
        for end in range(start + 1, min(start + MAX_PHRASE, len(terms)) + 1):
            if not terms[end - 1].is_plain:
                break
            yield start, end


def _look_up(phrases: list[str]) -> list[tuple[str, ...]]:
    """Return the synonyms of each phrase, in the order of the groups."""
    found: list[dict[str, None]] = [{} for _ in phrases]  # in order, without repeats
    if phrases:
        with connection.cursor() as cursor:
            cursor.execute(SYNONYMS, [phrases])
            for number, synonym in cursor.fetchall():
                found[number - 1][synonym] = None
    return [tuple(each) for each in found]


def _joined(terms: tuple[Term, ...], taken: dict[int, tuple[int, tuple[str, ...]]]) -> Iterator[Term]:
    place = 0
    while place < len(terms):
        end, synonyms = taken.get(place, (place + 1, ()))
        yield Term(" ".join(term.text for term in terms[place:end]), synonyms=synonyms) if synonyms else terms[place]
        place = end
