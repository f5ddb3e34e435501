"""The documents: what they say, and what each is evidence for."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Max
from django.utils.translation import gettext as _

from dara.models import CandidacyFact, ElectionResult, Endorsement, PublicParagraph, Source, Statement, Tombstone
from dara.models.sources import PARAGRAPHS_A_PAGE, text_page
from dara.public.filters.lists import SourceFilter
from dara.public.pages.citations import cited
from dara.public.pages.evidence import give_replies, touching, with_records
from dara.public.pages.lists import Filtered, FirstOf, Permalink, page_number
from dara.public.search.results import best_paragraphs
from dara.text.excerpts import neighbour_excerpt
from dara.text.highlighting import highlight, in_order_of_ends
from dara.text.revisions import Change, Paragraph, compare_revisions
from dara.text.spans import HasSpan

COMPARED = 1000  # paragraphs of a capture, at most, that are compared with those of the one before
CHANGES = 50  # that a page shows
CHANGE = 1000  # characters of a paragraph that only one of two captures has


class SourceList(Filtered):
    queryset = Source.objects.for_lists()
    filters = SourceFilter
    template_name = "sources/list.html"

    def mark(self, rows, words):
        found = best_paragraphs(rows, words)
        for row in rows:
            row.paragraph = found.get(row.key)
        super().mark(rows, words)


class SourcePage(Permalink):
    """A part of the text at a time, by the paragraphs' numbers, so that a passage knows which part it is in."""

    kind = Tombstone.Kind.SOURCE
    queryset = Source.objects.for_lists().select_related("supersedes", "superseded_by")
    template_name = "sources/detail.html"

    def get_context_data(self, **kwargs):
        source = self.object
        part = page_number(self.request)
        shown = PublicParagraph.objects.filter(source=source)
        parts = max((shown.aggregate(last=Max("number"))["last"] or 1) - 1, 0) // PARAGRAPHS_A_PAGE + 1
        if part > parts:
            message = _("There is no part {part} of this text: the last is part {parts}.")
            raise BadRequest(message.format(part=part, parts=parts))
        first = (part - 1) * PARAGRAPHS_A_PAGE + 1
        last = part * PARAGRAPHS_A_PAGE
        passages = in_order_of_ends(with_records(touching(source, first, last)))
        withheld = list(source.withholdings.order_by("start", "key"))
        spans: list[Any] = [each for each in withheld if not each.is_whole]
        paragraphs = _marked_paragraphs(shown.filter(number__range=(first, last)), first, passages, spans)
        for number, passage in enumerate(passages, start=1):
            passage.note = number
        give_replies([source])
        return super().get_context_data(
            part=part,
            parts=parts,
            passages=passages,
            paragraphs=paragraphs,
            withheld=withheld,
            whole_withheld=len(spans) < len(withheld),
            answers=_answered(source),
            replies=source.replies,
            has_cuts=any(paragraph["after_cut"] for paragraph in paragraphs),
            **(_changes(source, source.supersedes) if source.supersedes and part == 1 else {}),
            **cited(self.request, source),
            **kwargs,
        )


ANSWERED = {  # each with what its name needs
    Tombstone.Kind.SOURCE: Source.objects.all(),
    Tombstone.Kind.STATEMENT: Statement.objects.for_lists(),
    Tombstone.Kind.ENDORSEMENT: Endorsement.objects.for_lists(),
    Tombstone.Kind.RESULT: ElectionResult.objects.for_lists(),
    Tombstone.Kind.FACT: CandidacyFact.objects.select_related("candidate"),
}


def _answered(source: Source) -> list[dict]:
    """What a source is a reply to; of a record that was withdrawn, that it was."""
    answers = list(source.answers.order_by("kind", "key"))
    rows: dict[tuple[str, str], Any] = {}
    for kind in dict.fromkeys(answer.kind for answer in answers):
        keys = [answer.key for answer in answers if answer.kind == kind]
        rows |= {(kind, row.pk): row for row in ANSWERED[Tombstone.Kind(kind)].filter(pk__in=keys)}
    return [{"kind": answer.kind, "record": rows.get((answer.kind, answer.key))} for answer in answers]


def _marked_paragraphs(paragraphs, first, passages, withheld: Sequence[HasSpan]) -> list[dict]:
    """Each with its marks, and `after_cut` where paragraphs before it are not shown. Blank lines are left out."""
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


def _changes(source: Source, earlier: Source) -> dict:
    """What its page shows of how a capture differs from the one before, as far as the public may read both."""
    comparison = compare_revisions(_readable(earlier), _readable(source))
    rows = [_shown(change, earlier, source) for change in comparison.changes[:CHANGES]]
    return {
        "earlier": earlier,
        "changes": FirstOf(rows, len(comparison.changes)),
        "same": comparison.same,
        "unknown": comparison.unknown,
        "is_partial": any(each.visibility != Source.Visibility.FULL for each in (source, earlier)) or comparison.unknown,
    }


def _readable(source: Source) -> list[Paragraph | None]:
    """What the public may read, without blank lines; None where paragraphs before, between or after are not shown."""
    shown: list[Paragraph | None] = []
    expected = 1
    held = list(PublicParagraph.objects.filter(source=source).order_by("number").values_list("number", "body")[: COMPARED + 1])
    for number, body in held[:COMPARED]:
        shown += [None] * (number > expected) + [Paragraph(number, body)] * bool(body.strip())
        expected = number + 1
    goes_on = source.visibility != Source.Visibility.FULL or len(held) > COMPARED
    return shown + [None] * goes_on


def _shown(change: Change, earlier: Source, later: Source) -> dict:
    """With the addresses of its paragraphs; of one that only one capture has, as much as a page shows."""
    only = (change.earlier or change.later) if None in (change.earlier, change.later) else None
    return {
        "earlier": _address(earlier, change.earlier),
        "later": _address(later, change.later),
        "runs": change.segments,
        "excerpt": only and neighbour_excerpt(only.body.strip(), 0, CHANGE, at_its_end=False),
    }


def _address(source: Source, paragraph: Paragraph | None) -> str:
    return f"{text_page(source.key, paragraph.number)}#paragraph-{paragraph.number}" if paragraph else ""
