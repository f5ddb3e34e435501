"""The text before and after a passage: the `prefix` and `suffix` of a TextQuoteSelector (W3C Web Annotation §4.2.4).

They contain only what the public may read: they end at a paragraph that is not shown, and at withheld words."""

from collections.abc import Iterable
from typing import NamedTuple

from dara.models import Passage, PublicParagraph
from dara.models.withholding import MASK

LENGTH = 32  # code points, as annotation clients keep

# Own SQL, so that however many places are asked for, each is one look into the index.
PARAGRAPHS = """
SELECT p.id, p.source_id, p.number, p.start, p."end", p.body FROM unnest(%s::text[], %s::integer[]) AS place (source, number)
JOIN dara_publicparagraph AS p ON p.source_id = place.source AND p.number = place.number
"""


class Context(NamedTuple):
    """Up to LENGTH code points on either side of a passage; "" at the ends of the text, and where the public may not read on."""

    prefix: str
    suffix: str


def contexts(passages: Iterable[Passage]) -> dict[int, Context]:
    """Return the context of each passage, by its id. Asks the database once for all of them."""
    by_id = {passage.pk: passage for passage in passages}
    places = {
        (passage.source_id, number)
        for passage in by_id.values()
        for end in (passage.first_paragraph, passage.last_paragraph)
        for number in (end - 1, end, end + 1)
    }
    paragraphs: dict[tuple[str, int], PublicParagraph] = {}
    if places:
        sources, numbers = zip(*sorted(places), strict=True)
        found = PublicParagraph.objects.raw(PARAGRAPHS, [list(sources), list(numbers)])
        paragraphs = {(each.source_id, each.number): each for each in found}
    return {pk: _context(passage, paragraphs) for pk, passage in by_id.items()}


def _context(passage: Passage, paragraphs: dict[tuple[str, int], PublicParagraph]) -> Context:
    """Paragraphs cover the text without gaps, so the context can go on in the neighbouring paragraphs."""
    numbers = range(passage.first_paragraph - 1, passage.last_paragraph + 2)
    before, first, *_, last, after = (
        paragraphs.get((passage.source_id, number)) for number in (numbers[0], numbers[1], numbers[-2], numbers[-1])
    )
    if first is None or last is None:
        return Context("", "")
    prefix = (before.body if before else "") + first.body[: passage.start - first.start]
    suffix = last.body[passage.end - last.start :] + (after.body if after else "")
    return Context(prefix[-LENGTH:].rpartition(MASK)[2], suffix[:LENGTH].partition(MASK)[0])
