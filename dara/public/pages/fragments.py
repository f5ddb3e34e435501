"""The sentence before a statement that cannot be understood without it."""

import re
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from dara.models import PublicParagraph
from dara.models.withholding import MASK
from dara.text.sentences import split_sentences

# Words that begin in the middle of a sentence, or refer to what was said before: “That’s why …”, “It would …”, “and so …”.
_REFERS_BACK = re.compile(r"(?:that|this|these|those|it|they|he|she|such|and|but|so|yet)\b", re.IGNORECASE)


def add_context(*lists: Collection[Any]) -> None:
    """Give each statement of these lists its `context`: the sentence before it in its paragraph if it refers back, otherwise "".

    The paragraphs are those that the public may read. A sentence with withheld words is no context, and one that the statement before
    in the list has in its words is not shown again. Asks the database once for all lists."""
    fragments = [statement for statements in lists for statement in statements if _is_fragment(statement.pieces[0])]
    wanted = {(each.source.pk, each.passage.first_paragraph) for each in fragments}
    found = {}
    if wanted:
        places = reduce(or_, (Q(source=source, number=number) for source, number in wanted))
        found = {(paragraph.source_id, paragraph.number): paragraph for paragraph in PublicParagraph.objects.filter(places)}
    for statements in lists:
        shown = ""
        for statement in statements:
            paragraph = found.get((statement.source.pk, statement.passage.first_paragraph)) if statement in fragments else None
            sentence = _sentence_before(paragraph.body, statement.passage.start - paragraph.start) if paragraph else ""
            statement.context = "" if sentence in shown else sentence
            shown = statement.text


def _is_fragment(words: str) -> bool:
    return words[:1].islower() or bool(_REFERS_BACK.match(words))


def _sentence_before(body: str, offset: int) -> str:
    """Return the last sentence of the paragraph that ends at or before the offset; "" if there is none, or part of it is withheld."""
    before = [body[span.start : span.end] for span in split_sentences(body, cautious=True) if span.end <= offset]
    return before[-1] if before and MASK not in before[-1] else ""
