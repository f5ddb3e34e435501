"""Which words of a page of results are highlighted: those that a word of the query would find."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from dara.models import Endorsement, PublicParagraph, Source, Statement, Topic
from dara.models.fields import TEXT_SEARCH
from dara.models.translations import in_language
from dara.public.search.query import Query
from dara.text.snippets import words_of

# Own SQL instead of SearchHeadline, which highlights one column of a row: pages show texts that are put together in Python (the
# pieces of a statement, titles in brackets, translations), and one query answers for all words of a page.
MATCHED_WORDS = f"""
SELECT word FROM unnest(%s::text[]) AS word
WHERE to_tsvector('{TEXT_SEARCH}', CASE WHEN word ~ '[^0-9A-Za-z]' THEN public.dara_searched_words(word) ELSE word END) @@ (
    SELECT string_agg(format('(%%s)', wanted), '|')::tsquery
    FROM unnest(%s::text[]) AS searched, phraseto_tsquery('{TEXT_SEARCH}', public.dara_words(searched)) AS wanted WHERE numnode(wanted) > 0)
"""


def add_highlights(rows: Iterable[Any], query: Query) -> None:
    """Give each row of a page `matched_words`: the words, as they stand in its texts, that are highlighted. Asks the database once."""
    rows = list(rows)
    shown = {word for row in rows for text in texts_of(row) for word in words_of(text)}
    matched: frozenset[str] = frozenset()
    if shown:
        searched = {word for text in (*(term.text for term in query.included), *query.also_searched) for word in words_of(text)}
        with connection.cursor() as cursor:
            cursor.execute(MATCHED_WORDS, [sorted(shown), sorted(searched)])
            matched = frozenset(word for (word,) in cursor.fetchall())
    for row in rows:
        row.matched_words = matched


def texts_of(row: Any) -> list[str]:
    """Return the texts of a row in which words are highlighted."""
    match row:
        case Statement():
            return [*row.pieces, row.passage.exact, *(entity.name for entity in row.about.all())]
        case Endorsement():
            return [row.passage.exact]
        case Source():
            paragraph = getattr(row, "paragraph", None)
            return [str(row), paragraph.body if paragraph else ""]
        case PublicParagraph():
            return [row.body]
        case Topic():
            return [str(row), in_language(row, "description")]
    return [str(row)]
