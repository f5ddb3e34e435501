"""Whether a quotation that was typed without quotation marks stands in what was found, or only its words do."""

import re
from collections.abc import Iterable
from typing import Any

from dara.models import Endorsement, PublicParagraph, Statement
from dara.public.search.query import Query
from dara.text.dictionary import without_accents
from dara.text.search_words import legible

WORD = re.compile(r"\w+")
MIN_WORDS = 6  # fewer words are taken for a question, not for a quotation


def is_misremembered(query: Query, rows: Iterable[Any]) -> bool:
    """Tell whether the query may be a quotation, and none of the passages among the rows has its words in this order.

    A query with quotation marks, or that excludes something, is none. Signs, accents and capitals do not matter. Asks no database."""
    words = _words(query.text)
    if words.count(" ") <= MIN_WORDS or any(term.is_phrase or term.is_excluded for term in query.terms):
        return False
    passages = [passage for row in rows for passage in _passages(row)]
    return bool(passages) and not any(words in _words(passage) for passage in passages)


def _passages(row: Any) -> list[str]:
    """Return the words that a row of the results quotes from a source."""
    match row:
        case Statement():
            return [row.text, row.passage.exact]
        case Endorsement():
            return [row.passage.exact]
        case PublicParagraph():
            return [row.body]
    return []


def _words(text: str) -> str:
    """Return the words alone, with a space before and after each: “ and we will ”."""
    return " " + " ".join(WORD.findall(without_accents(legible(text)))) + " "
