"""The text of a source, or of an upload that waits, as the workbench shows it: with its drafts and records highlighted, beside its drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from dara.curation import drafts
from dara.models import (
    CandidacyFact,
    Draft,
    ElectionResult,
    Endorsement,
    PendingUpload,
    Source,
    Statement,
    Tombstone,
)
from dara.models.sources import PARAGRAPHS_A_PAGE, ParagraphFields
from dara.text.highlighting import Token, highlight

DRAFTS_SHOWN = 500  # of a page of the text


def draft_url(draft: Draft) -> str:
    """Return the address of the form of the record that the draft proposes, or that it has become."""
    name = drafts.model_of(draft)._meta.model_name
    url = reverse(f"admin:dara_{name}_change", args=[draft.record]) if draft.record else reverse(f"admin:dara_{name}_add")
    return f"{url}?draft={draft.pk}" if draft.state == Draft.State.OPEN else url


def source_drafts_url(source: str) -> str:
    """Return the address of the page with a source's text and drafts; `source` is its key."""
    return reverse("admin:dara_draft_source", args=[source])


@dataclass
class Highlight:
    """A draft or record that is highlighted in the text. `kind`: “draft” or “record”; `current`: whether the form shows it."""

    start: int
    end: int
    kind: str
    label: str
    url: str
    current: bool = False

    @property
    def css_class(self) -> str:
        return f"{self.kind} current" if self.current else self.kind


@dataclass(frozen=True)
class HighlightedParagraph:
    """A paragraph, cut into words and the beginnings and ends of highlights. `start`: its first code point in the text."""

    start: int
    tokens: list[Token]


class Workbench:
    """The text of a source, or of an upload that waits, with its drafts and records highlighted, and its drafts.

    `draft` or `record`: what the form shows. `page`: the page of the text, as in the query string; by default the one with the draft or record."""

    def __init__(self, source: Source | PendingUpload, draft: Draft | None = None, record: Any = None, page: str | None = None):
        self.source = source
        self.draft = draft
        self.record = record
        self.pages = (source.paragraphs.count() - 1) // PARAGRAPHS_A_PAGE + 1
        is_number = page and page.isdecimal() and page.strip("0") and len(page) < 10
        self.page = min(int(page or 0), self.pages) if is_number else self._default_page()

    @property
    def waits(self) -> bool:
        """Whether the text is that of an upload, which is not public."""
        return isinstance(self.source, PendingUpload)

    @property
    def has_form(self) -> bool:
        return bool(self.draft or self.record)

    # --- the text

    def _default_page(self) -> int:
        start = self.draft.start if self.draft else self.record.passage.start if self.record else 0
        number = self.source.paragraphs.filter(start__lte=start).order_by("-start").values_list("number", flat=True).first()
        return (number - 1) // PARAGRAPHS_A_PAGE + 1 if number else 1

    @cached_property
    def paragraphs(self) -> list[ParagraphFields]:
        """The paragraphs of the page."""
        first = (self.page - 1) * PARAGRAPHS_A_PAGE
        return list(self.source.paragraphs.filter(number__gt=first, number__lte=first + PARAGRAPHS_A_PAGE).order_by("number"))

    @property
    def highlighted_paragraphs(self) -> Iterator[HighlightedParagraph]:
        highlights = [*self._records(), *self._drafts()]
        for paragraph in self.paragraphs:
            yield HighlightedParagraph(paragraph.start, highlight(paragraph.body, paragraph.start, highlights))

    @property
    def _shown(self) -> tuple[int, int]:
        return (self.paragraphs[0].start, self.paragraphs[-1].end) if self.paragraphs else (0, 0)

    def _drafts(self) -> Iterator[Highlight]:
        for draft in (draft for draft in self.drafts if draft.state == Draft.State.OPEN):
            label = f"Draft: {draft.get_kind_display()}"
            yield Highlight(draft.start, draft.end, "draft", label, draft_url(draft), draft == self.draft)

    def _records(self) -> Iterator[Highlight]:
        start, end = self._shown
        shown = {"passage__source": self.source.pk, "passage__start__lt": end, "passage__end__gt": start}
        for model in (Statement, Endorsement, ElectionResult, CandidacyFact):
            for record in model._default_manager.filter(**shown).select_related("passage"):
                url = reverse(f"admin:dara_{model._meta.model_name}_change", args=[record.pk])
                label = f"{model._meta.verbose_name} {record.pk}"
                yield Highlight(record.passage.start, record.passage.end, "record", label, url, record == self.record)

    # --- the drafts

    @cached_property
    def drafts(self) -> list[Draft]:
        """The drafts whose words stand on the page, in the order of the text, DRAFTS_SHOWN at most."""
        start, end = self._shown
        return list(self.source.drafts.filter(start__lt=end, end__gt=start).in_order()[:DRAFTS_SHOWN])

    @cached_property
    def withdrawn(self) -> set[str]:
        """The keys of records that were made of these drafts, and withdrawn since."""
        return set(
            Tombstone.objects.filter(key__in=[draft.record for draft in self.drafts if draft.record]).values_list("key", flat=True)
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of the source's drafts in each state."""
        return self.source.drafts.counts()

    @property
    def open(self) -> int:
        return self.counts[Draft.State.OPEN]

    @property
    def decided(self) -> int:
        """The number of drafts that were published or rejected."""
        return sum(self.counts.values()) - self.open

    @cached_property
    def next_draft(self) -> Draft | None:
        """The open draft after the one that the form shows, or else the first."""
        others = self._others()
        return (self.draft and others.after(self.draft).in_order().first()) or others.in_order().first()

    @cached_property
    def previous_draft(self) -> Draft | None:
        """The open draft before the one that the form shows, or else the last."""
        others = self._others()
        before = self.draft and others.exclude(pk__in=others.after(self.draft).values("pk")).in_order().last()
        return before or others.in_order().last()

    def _others(self) -> Any:
        drafts = self.source.drafts.open()
        return drafts.exclude(pk=self.draft.pk) if self.draft else drafts
