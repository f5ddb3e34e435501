"""What stands before and after a passage: the `prefix` and `suffix` of a TextQuoteSelector (W3C Web Annotation §4.2.4).

Of what the public may read, and no more: at a hidden paragraph, and at withheld words, they end."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from dara.models import Passage, PublicParagraph
from dara.models.withholding import MASK

LENGTH = 32  # code points, as annotation clients keep


class Context(NamedTuple):
    """Up to LENGTH code points on either side; "" at the ends of the text, and where the public may not read on."""

    prefix: str
    suffix: str


def contexts(passages: Iterable[Passage]) -> dict[int, Context]:
    """The context of each passage, by its id: one question for all of them."""
    wanted = {passage.pk: passage for passage in passages}
    near = Passage.objects.filter(
        pk__in=wanted,
        source=OuterRef("source"),
        first_paragraph__lte=OuterRef("number") + 1,
        last_paragraph__gte=OuterRef("number") - 1,
    )
    paragraphs: dict[tuple[str, int], PublicParagraph] = {}
    if wanted:
        paragraphs = {(each.source_id, each.number): each for each in PublicParagraph.objects.filter(Exists(near))}
    return {pk: _context(passage, paragraphs) for pk, passage in wanted.items()}


def _context(passage: Passage, paragraphs: dict[tuple[str, int], PublicParagraph]) -> Context:
    """Paragraphs tile the text, so the one before goes straight over into the passage's first."""
    at = range(passage.first_paragraph - 1, passage.last_paragraph + 2)
    before, first, *_, last, after = (paragraphs.get((passage.source_id, number)) for number in (at[0], at[1], at[-2], at[-1]))
    if first is None or last is None:
        return Context("", "")
    prefix = (before.body if before else "") + first.body[: passage.start - first.start]
    suffix = last.body[passage.end - last.start :] + (after.body if after else "")
    return Context(prefix[-LENGTH:].rpartition(MASK)[2], suffix[:LENGTH].partition(MASK)[0])
