"""The documents: what they say, and what each is evidence for."""

from django.core.exceptions import BadRequest
from django.db.models import Max

from dara.filters import SourceFilter
from dara.marks import in_order_of_ends, marked
from dara.models import PublicParagraph, Source, Tombstone
from dara.models.sources import PARAGRAPHS_A_PAGE
from dara.search import best_paragraphs
from dara.views.citations import cited
from dara.views.evidence import touching, with_records
from dara.views.lists import Filtered, Permalink, page_number


class SourceList(Filtered):
    queryset = Source.objects.for_lists()
    filters = SourceFilter
    template_name = "sources.html"

    def mark(self, rows, words):
        found = best_paragraphs(rows, words)
        for row in rows:
            row.paragraph = found.get(row.key)
        super().mark(rows, words)


class SourcePage(Permalink):
    """A part of the text at a time, by the paragraphs' numbers, so that a passage knows which part it is in."""

    kind = Tombstone.Kind.SOURCE
    queryset = Source.objects.for_lists().select_related("supersedes", "superseded_by")
    template_name = "source.html"

    def get_context_data(self, **kwargs):
        source = self.object
        part = page_number(self.request)
        shown = PublicParagraph.objects.filter(source=source)
        parts = max((shown.aggregate(last=Max("number"))["last"] or 1) - 1, 0) // PARAGRAPHS_A_PAGE + 1
        if part > parts:
            raise BadRequest(f"There is no part {part} of this text: the last is part {parts}.")
        first = (part - 1) * PARAGRAPHS_A_PAGE + 1
        last = part * PARAGRAPHS_A_PAGE
        passages = in_order_of_ends(with_records(touching(source, first, last)))
        paragraphs = _marked_paragraphs(shown.filter(number__range=(first, last)), first, passages)
        for number, passage in enumerate(passages, start=1):
            passage.note = number
        return super().get_context_data(
            part=part,
            parts=parts,
            passages=passages,
            paragraphs=paragraphs,
            has_cuts=any(paragraph["after_cut"] for paragraph in paragraphs),
            **cited(self.request, source),
            **kwargs,
        )


def _marked_paragraphs(paragraphs, first, passages) -> list[dict]:
    """Each with its marks, and `after_cut` where paragraphs before it are not shown. Blank lines are left out."""
    expected = first
    lines = []
    for paragraph in paragraphs:
        tokens = marked(paragraph.body, paragraph.start, passages)
        if paragraph.body.strip() or len(tokens) > 1:
            lines.append({"number": paragraph.number, "tokens": tokens, "after_cut": paragraph.number > expected})
            expected = paragraph.number + 1
        elif paragraph.number == expected:
            expected += 1
    return lines
