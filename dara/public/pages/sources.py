"""The list of sources, and the page of a source: its text, and the records that rest on it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Max
from django.utils.translation import gettext as _

from dara.models import CandidacyFact, ElectionResult, Endorsement, PublicParagraph, Source, Statement, Tombstone
from dara.models.sources import PARAGRAPHS_A_PAGE, text_page
from dara.public.filters.lists import SourceFilter
from dara.public.pages.citations import citation_context
from dara.public.pages.evidence import add_replies, passages_in_paragraphs, with_records
from dara.public.pages.lists import FilteredList, FirstRows, page_number
from dara.public.pages.permalinks import Permalink
from dara.public.search.results import best_paragraphs
from dara.text.excerpts import neighbour_excerpt
from dara.text.highlighting import highlight, in_order_of_ends
from dara.text.revisions import Change, Paragraph, compare_revisions
from dara.text.spans import HasSpan

MAX_COMPARED = 1000  # paragraphs of a capture that are compared with those of the earlier capture
MAX_CHANGES = 50  # changes that a page shows
CHANGE_LENGTH = 1000  # characters that are shown of a paragraph that only one of the captures has


class SourceList(FilteredList):
    """All sources. A source that is found by its text is shown with the paragraph that matches best."""

    filterset_class = SourceFilter
    template_name = "sources/list.html"

    def add_highlights(self, rows, query):
        paragraphs = best_paragraphs(rows, query)
        for row in rows:
            row.paragraph = paragraphs.get(row.key)
        super().add_highlights(rows, query)


class SourcePage(Permalink):
    """A source and one part of its text. Parts are cut by the numbers of the paragraphs, so that a passage knows its part."""

    kind = Tombstone.Kind.SOURCE
    queryset = Source.objects.for_lists().select_related("supersedes", "superseded_by")
    template_name = "sources/detail.html"

    def get_context_data(self, **kwargs):
        source = self.object
        part = page_number(self.request)
        parts = _number_of_parts(source)
        if part > parts:
            message = _("There is no part {part} of this text: the last is part {parts}.")
            raise BadRequest(message.format(part=part, parts=parts))
        add_replies([source])
        return super().get_context_data(
            part=part,
            parts=parts,
            answers=_answered(source),
            replies=source.replies,
            **_text(source, part),
            **(_changes(source, source.supersedes) if source.supersedes and part == 1 else {}),
            **citation_context(self.request, source),
            **kwargs,
        )


# --- replies ----------------------------------------------------------------------------------------


ANSWERED = {  # by kind, the rows that the names of answered records need
    Tombstone.Kind.SOURCE: Source.objects.all(),
    Tombstone.Kind.STATEMENT: Statement.objects.for_lists(),
    Tombstone.Kind.ENDORSEMENT: Endorsement.objects.for_lists(),
    Tombstone.Kind.RESULT: ElectionResult.objects.for_lists(),
    Tombstone.Kind.FACT: CandidacyFact.objects.select_related("candidate"),
}


def _answered(source: Source) -> list[Any]:
    """Return the records and sources that a source is a reply to; None in the place of each that was withdrawn."""
    answers = list(source.answers.order_by("kind", "key"))
    rows: dict[tuple[str, str], Any] = {}
    for kind in dict.fromkeys(answer.kind for answer in answers):
        keys = [answer.key for answer in answers if answer.kind == kind]
        rows |= {(kind, row.pk): row for row in ANSWERED[Tombstone.Kind(kind)].filter(pk__in=keys)}
    return [rows.get((answer.kind, answer.key)) for answer in answers]


# --- the text ---------------------------------------------------------------------------------------


def _number_of_parts(source: Source) -> int:
    last = PublicParagraph.objects.filter(source=source).aggregate(last=Max("number"))["last"] or 1
    return max(last - 1, 0) // PARAGRAPHS_A_PAGE + 1


def _text(source: Source, part: int) -> dict:
    """Return a part of the text with its passages highlighted and numbered, and what is withheld of the whole text."""
    first, last = (part - 1) * PARAGRAPHS_A_PAGE + 1, part * PARAGRAPHS_A_PAGE
    passages = in_order_of_ends(with_records(passages_in_paragraphs(source, first, last)))
    withheld = list(source.withholdings.order_by("start", "key"))
    spans: list[Any] = [each for each in withheld if not each.is_whole]
    shown = PublicParagraph.objects.filter(source=source, number__range=(first, last))
    paragraphs = _highlighted_paragraphs(shown, first, passages, spans)
    for number, passage in enumerate(passages, start=1):
        passage.note = number  # type: ignore[attr-defined]  # the number of its note below the text
    return {
        "passages": passages,
        "paragraphs": paragraphs,
        "withheld": withheld,
        "whole_withheld": len(spans) < len(withheld),
        "has_cuts": any(paragraph["after_cut"] for paragraph in paragraphs),
    }


def _highlighted_paragraphs(paragraphs, first: int, passages: Sequence[HasSpan], withheld: Sequence[HasSpan]) -> list[dict]:
    """Return each paragraph with its tokens, and `after_cut` where paragraphs before it are not shown. Blank lines are left out."""
    expected = first
    lines = []
    for paragraph in paragraphs:
        tokens = highlight(paragraph.body, paragraph.start, passages, withheld)
        if paragraph.body.strip() or len(tokens) > 1:
            lines.append({"number": paragraph.number, "tokens": tokens, "after_cut": paragraph.number > expected})
            expected = paragraph.number + 1
        elif paragraph.number == expected:
            expected += 1
    return lines


# --- changes since the earlier capture ----------------------------------------------------------------


def _changes(source: Source, earlier: Source) -> dict:
    """Return how a capture differs from the earlier one, as far as the public may read both."""
    comparison = compare_revisions(_readable_paragraphs(earlier), _readable_paragraphs(source))
    rows = [_change(change, earlier, source) for change in comparison.changes[:MAX_CHANGES]]
    return {
        "earlier": earlier,
        "changes": FirstRows(rows, len(comparison.changes)),
        "same": comparison.same,
        "unknown": comparison.unknown,
        "is_partial": any(each.visibility != Source.Visibility.FULL for each in (source, earlier)) or comparison.unknown,
    }


def _readable_paragraphs(source: Source) -> list[Paragraph | None]:
    """Return the paragraphs that the public may read, without blank lines, and None in each place where others are not shown."""
    paragraphs = PublicParagraph.objects.filter(source=source).order_by("number").values_list("number", "body")
    found = list(paragraphs[: MAX_COMPARED + 1])
    readable: list[Paragraph | None] = []
    expected = 1
    for number, body in found[:MAX_COMPARED]:
        readable += [None] * (number > expected) + [Paragraph(number, body)] * bool(body.strip())
        expected = number + 1
    goes_on = source.visibility != Source.Visibility.FULL or len(found) > MAX_COMPARED
    return readable + [None] * goes_on


def _change(change: Change, earlier: Source, later: Source) -> dict:
    """Return a change with the addresses of its paragraphs. A paragraph that only one capture has is shortened."""
    only = (change.earlier or change.later) if None in (change.earlier, change.later) else None
    return {
        "earlier": _address(earlier, change.earlier),
        "later": _address(later, change.later),
        "segments": change.segments,
        "excerpt": only and neighbour_excerpt(only.body.strip(), 0, CHANGE_LENGTH, at_its_end=False),
    }


def _address(source: Source, paragraph: Paragraph | None) -> str:
    return f"{text_page(source.key, paragraph.number)}#paragraph-{paragraph.number}" if paragraph else ""
