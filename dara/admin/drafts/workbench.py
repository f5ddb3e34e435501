"""The workbench: the form of a record beside its source's text. With ?draft=KEY it is filled in from that draft, and saving publishes the draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from dara.admin.base import link, public_url
from dara.admin.drafts.prefill import LAST_ELECTION, LAST_RACE, initial_values
from dara.admin.passages import RecordAdmin
from dara.curation import drafts
from dara.curation.permissions import may_add, may_draft, may_publish
from dara.models import CandidacyFact, Draft, ElectionResult, Endorsement, Paragraph, Source, Statement
from dara.models.sources import PARAGRAPHS_A_PAGE
from dara.text.highlighting import Token, highlight

NOT_IN_DRAFTS = (
    "key",
    "withdraw",
    "evidence",
    "passage",
    ("passage_prefix", "passage_suffix"),
)  # fields that the form of a draft leaves out
BUTTONS = ("_save", "_keep", "_reject")
NOT_FIELDS = ("csrfmiddlewaretoken", "reason", *BUTTONS)  # what a browser sends beside the fields of the record


def draft_url(draft: Draft) -> str:
    """Return the address of the form of the record that the draft proposes, or that it has become."""
    name = drafts.model_of(draft)._meta.model_name
    if draft.state == Draft.State.ACCEPTED:
        return reverse(f"admin:dara_{name}_change", args=[draft.record])
    return f"{reverse(f'admin:dara_{name}_add')}?draft={draft.pk}"


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
    """A source's text with its drafts and records highlighted, and its drafts.

    `draft` or `record`: what the form shows. `page`: the page of the text, as in the query string; by default the one with the draft or record."""

    def __init__(self, source: Source, draft: Draft | None = None, record: Any = None, page: str | None = None):
        self.source = source
        self.draft = draft
        self.record = record
        self.pages = (source.paragraphs.count() - 1) // PARAGRAPHS_A_PAGE + 1
        self.page = min(int(page), self.pages) if page and page.isdecimal() and int(page) else self._default_page()

    @property
    def has_form(self) -> bool:
        return bool(self.draft or self.record)

    # --- the text

    def _default_page(self) -> int:
        start = self.draft.start if self.draft else self.record.passage.start if self.record else 0
        number = self.source.paragraphs.filter(start__lte=start).order_by("-start").values_list("number", flat=True).first()
        return (number - 1) // PARAGRAPHS_A_PAGE + 1 if number else 1

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
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
        start, end = self._shown
        for draft in (draft for draft in self.open_drafts if draft.start < end and draft.end > start):
            label = f"Draft: {draft.get_kind_display()}"
            yield Highlight(draft.start, draft.end, "draft", label, draft_url(draft), draft == self.draft)

    def _records(self) -> Iterator[Highlight]:
        start, end = self._shown
        shown = {"passage__source": self.source, "passage__start__lt": end, "passage__end__gt": start}
        for model in (Statement, Endorsement, ElectionResult, CandidacyFact):
            for record in model._default_manager.filter(**shown).select_related("passage"):
                url = reverse(f"admin:dara_{model._meta.model_name}_change", args=[record.pk])
                label = f"{model._meta.verbose_name} {record.pk}"
                yield Highlight(record.passage.start, record.passage.end, "record", label, url, record == self.record)

    # --- the drafts

    @cached_property
    def drafts(self) -> list[Draft]:
        """All drafts of the source, in the order of the text."""
        return list(self.source.drafts.in_order())

    @property
    def open_drafts(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.state == Draft.State.OPEN]

    @property
    def decided(self) -> int:
        """The number of drafts that were published or rejected."""
        return len(self.drafts) - len(self.open_drafts)

    def next_draft(self) -> Draft | None:
        """Return the open draft after the one that the form shows, or else the first."""
        return self._following(self.drafts)

    def previous_draft(self) -> Draft | None:
        """Return the open draft before the one that the form shows, or else the last."""
        return self._following(self.drafts[::-1])

    def _following(self, ordered: list[Draft]) -> Draft | None:
        place = ordered.index(self.draft) + 1 if self.draft else 0
        others = (draft for draft in [*ordered[place:], *ordered[:place]] if draft.state == Draft.State.OPEN)
        return next((draft for draft in others if draft != self.draft), None)


def submitted_values(request: HttpRequest) -> dict[str, list[str]]:
    """Return the values of a submitted form, field by field as the browser sends them."""
    return {name: values for name, values in request.POST.lists() if name not in NOT_FIELDS}


class WorkbenchAdmin(RecordAdmin):
    """The admin of a kind of record, whose forms stand on the workbench. What the buttons of a draft do is done by `dara.curation.drafts`."""

    change_form_template = "admin/dara/workbench/change_form.html"

    def has_add_permission(self, request) -> bool:
        return may_add(request.user, self.model, as_draft=bool(request.GET.get("draft")))

    def requested_draft(self, request) -> Draft | None:
        """Return the draft that the page is about, if any."""
        key = request.GET.get("draft", "")
        return Draft.objects.filter(pk=key).select_related("source__publisher").first() if key.isalnum() else None

    # --- deciding a draft

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        draft = None if object_id else self.requested_draft(request)
        if draft and draft.state != Draft.State.OPEN:
            if request.method == "POST" and draft.decided_by == request.user.get_username():
                return self._redirect_to_next(draft)  # the second press of a button
            return self._redirect_from_decided(request, draft)
        if draft and request.method == "POST":
            if "_reject" in request.POST:
                return self._reject(request, draft)
            if "_keep" in request.POST or self._may_not_publish(request, draft):
                return self._keep(request, draft)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except drafts.DraftDecided:
            return redirect(request.get_full_path())  # where the user is told who decided it

    def _redirect_from_decided(self, request, draft: Draft) -> HttpResponseRedirect:
        messages.warning(
            request, f"This draft was {draft.get_state_display().lower()} by {draft.decided_by} on {draft.decided_on}."
        )
        return redirect(draft_url(draft) if draft.record else source_drafts_url(draft.source_id))

    def _redirect_to_next(self, draft: Draft) -> HttpResponseRedirect:
        """Redirect to the next open draft of the source, or to its list of drafts."""
        following = Workbench(draft.source, draft).next_draft()
        return redirect(draft_url(following) if following else source_drafts_url(draft.source_id))

    def _may_not_publish(self, request, draft: Draft) -> bool:
        """Return whether the user may not publish the draft, and tell them why."""
        reason = drafts.why_not_published(draft, request.user, self.model, lambda: self._is_corrected(request, draft))
        if reason:
            messages.warning(request, reason)
        return bool(reason)

    def _is_corrected(self, request, draft: Draft) -> bool:
        if draft.typed:
            return submitted_values(request) != draft.typed
        form = self.get_form(request, None, change=False)
        return form(request.POST, initial=self.get_changeform_initial_data(request)).has_changed()

    def _keep(self, request, draft: Draft) -> HttpResponseRedirect:
        if drafts.keep(draft, submitted_values(request), request.user.get_username()):
            messages.success(request, "Kept as a draft.")
        return self._redirect_to_next(draft)

    def _reject(self, request, draft: Draft) -> HttpResponseRedirect:
        if not may_draft(request.user):
            return redirect(draft_url(draft))
        if drafts.reject(draft, request.POST.get("reason", "").strip(), request.user.get_username()):
            messages.success(request, "Rejected.")
        return self._redirect_to_next(draft)

    def save_model(self, request, obj, form, change):
        draft = None if change else self.requested_draft(request)
        if draft is None:
            super().save_model(request, obj, form, change)
            return

        def create_record() -> Any:
            super(WorkbenchAdmin, self).save_model(request, obj, form, change)
            return obj

        drafts.publish(draft, request.user.get_username(), create_record)

    def response_add(self, request, obj, post_url_continue=None):
        draft = self.requested_draft(request)
        if draft is None:
            return super().response_add(request, obj, post_url_continue)
        for key, field in ((LAST_RACE, "race_id"), (LAST_ELECTION, "election_id")):
            if chosen := getattr(obj, field, None):
                request.session[key] = chosen
        messages.success(request, format_html("Published: {} (<a href='{}'>its page</a>).", link(obj), public_url(obj)))
        return self._redirect_to_next(draft)

    # --- the form of a draft

    def get_fieldsets(self, request, obj=None):
        """Begin the form of a draft with what is to be checked. It has no key yet, and its passage is highlighted in the text beside it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj or not request.GET.get("draft"):
            return fieldsets
        (_, first), (passage_title, passage), *others, notes = fieldsets
        kind = [name for name in first["fields"] if name not in NOT_IN_DRAFTS]
        words = [name for name in passage["fields"] if name not in NOT_IN_DRAFTS]
        return [*([(None, {"fields": kind})] if kind else []), *others, (passage_title, {"fields": words}), notes]

    def get_changeform_initial_data(self, request) -> dict[str, Any]:
        draft = self.requested_draft(request)
        if draft is None:
            return super().get_changeform_initial_data(request)
        if not draft.typed:
            return initial_values(draft, request.session)
        data = QueryDict(mutable=True)
        for name, values in draft.typed.items():
            data.setlist(name, values)
        fields = self.get_form(request, None, change=False).base_fields
        return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        draft = None if change else self.requested_draft(request)
        if draft or (obj and obj.passage_id):
            source = draft.source if draft else obj.source
            context |= {
                "workbench": Workbench(source, draft, obj),
                "draft": draft,
                "may_publish": may_publish(request.user, self.model),
                "is_nav_sidebar_enabled": False,  # the text needs the room
            }
        if draft:
            context["title"] = f"Draft: {draft.get_kind_display().lower()}"
        return super().render_change_form(request, context, add, change, form_url, obj)
