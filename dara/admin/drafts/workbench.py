"""The curator's sheet: a source's text on one side, a record's form on the other, and how a draft becomes a record."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from dara.admin.base import link, public_address
from dara.admin.drafts.prefill import ELECTION_KEPT, RACE_KEPT, initial_values
from dara.admin.passages import RecordAdmin
from dara.models import CandidacyFact, Draft, ElectionResult, Endorsement, Paragraph, Source, Statement
from dara.models.sources import PARAGRAPHS_A_PAGE
from dara.text.highlighting import Token, highlight

RECORDS = {
    Draft.Kind.ENDORSEMENT: Endorsement,
    Draft.Kind.RESULT: ElectionResult,
    Draft.Kind.FACT: CandidacyFact,
}  # what a draft of that kind becomes; of all others, a statement
NOT_OF_DRAFTS = ("key", "withdraw", "evidence", "passage", ("passage_prefix", "passage_suffix"))
BUTTONS = ("_save", "_keep", "_reject")
NOT_TYPED = ("csrfmiddlewaretoken", "reason", *BUTTONS)  # what a browser sends beside the fields


def model_of(kind: str) -> Any:
    return RECORDS.get(Draft.Kind(kind), Statement)


def draft_address(draft: Draft) -> str:
    """The form of the record that a draft is to become, or became."""
    model = model_of(draft.kind)
    if draft.state == Draft.State.ACCEPTED:
        return reverse(f"admin:dara_{model._meta.model_name}_change", args=[draft.record])
    return f"{reverse(f'admin:dara_{model._meta.model_name}_add')}?draft={draft.pk}"


@dataclass
class Mark:
    """A draft or record in the text. `kind`: “draft” or “record”; `current`: the one that the form shows."""

    start: int
    end: int
    kind: str
    label: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph as tokens of words and marks; `start` in code points of the text."""

    start: int
    tokens: list[Token]


class Sheet:
    """A source's text, or the part of it in which `place` (a code point) stands, with its drafts and records marked, and its queue."""

    def __init__(self, source: Source, draft: Draft | None = None, record: Any = None, page: str | None = None):
        self.source = source
        self.draft = draft
        self.record = record
        self.pages = (source.paragraphs.count() - 1) // PARAGRAPHS_A_PAGE + 1
        self.page = min(int(page), self.pages) if page and page.isdecimal() and int(page) else self._page_of_place()

    def _page_of_place(self) -> int:
        place = self.draft.start if self.draft else self.record.passage.start if self.record else 0
        number = self.source.paragraphs.filter(start__lte=place).order_by("-start").values_list("number", flat=True).first()
        return (number - 1) // PARAGRAPHS_A_PAGE + 1 if number else 1

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        first = (self.page - 1) * PARAGRAPHS_A_PAGE
        return list(self.source.paragraphs.filter(number__gt=first, number__lte=first + PARAGRAPHS_A_PAGE).order_by("number"))

    @property
    def _shown(self) -> tuple[int, int]:
        return (self.paragraphs[0].start, self.paragraphs[-1].end) if self.paragraphs else (0, 0)

    def _is_shown(self, start: int, end: int) -> bool:
        return start < self._shown[1] and end > self._shown[0]

    @property
    def lines(self) -> Iterator[Line]:
        marks = [*self._records(), *self._drafts()]
        for paragraph in self.paragraphs:
            yield Line(paragraph.start, highlight(paragraph.body, paragraph.start, marks))

    @cached_property
    def queue(self) -> list[Draft]:
        """All of the source's drafts, in the order of the text."""
        return list(self.source.drafts.in_order())

    @property
    def open(self) -> list[Draft]:
        return [draft for draft in self.queue if draft.state == Draft.State.OPEN]

    @property
    def done(self) -> int:
        return len(self.queue) - len(self.open)

    def after(self) -> Draft | None:
        """The open draft after this one, or the first."""
        return self._beside(self.open)

    def before(self) -> Draft | None:
        """The open draft before this one, or the last."""
        return self._beside(self.open[::-1])

    def _beside(self, drafts: list[Draft]) -> Draft | None:
        if not self.draft:
            return drafts[0] if drafts else None
        order = [draft.pk for draft in self.queue] if drafts == self.open else [draft.pk for draft in self.queue[::-1]]
        here = order.index(self.draft.pk)
        others = [draft for draft in drafts if draft.pk != self.draft.pk]
        return next((draft for draft in others if order.index(draft.pk) > here), others[0] if others else None)

    def _drafts(self) -> Iterator[Mark]:
        for draft in (draft for draft in self.open if self._is_shown(draft.start, draft.end)):
            label = f"Draft: {draft.get_kind_display()}"
            yield Mark(draft.start, draft.end, "draft", label, draft_address(draft), draft == self.draft)

    def _records(self) -> Iterator[Mark]:
        for model in (Statement, *RECORDS.values()):
            shown = {"passage__source": self.source, "passage__start__lt": self._shown[1], "passage__end__gt": self._shown[0]}
            records = model._default_manager.filter(**shown).select_related("passage")
            for record in records:
                address = reverse(f"admin:dara_{model._meta.model_name}_change", args=[record.pk])
                place = record.passage
                yield Mark(
                    place.start, place.end, "record", f"{model._meta.verbose_name} {record.pk}", address, record == self.record
                )


def typed(request) -> dict[str, list[str]]:
    """What was typed into a form, field by field as the browser sends it."""
    return {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}


class DraftDecided(Exception):
    """Somebody has published or rejected this draft meanwhile."""


class DeskAdmin(RecordAdmin):
    """A record's form with its source's text beside it. With ?draft=KEY it is filled in from that draft, and saving publishes it."""

    change_form_template = "admin/dara/sheet.html"

    def has_add_permission(self, request) -> bool:
        """Who may only draft sees the form of a draft, and keeps it; `save_model` makes sure."""
        of_draft = bool(request.GET.get("draft"))
        if settings.DARA_TWO_PERSONS and not of_draft:
            return False  # a record begins as a draft, which somebody else publishes
        return super().has_add_permission(request) or (of_draft and request.user.has_perm("dara.change_draft"))

    def may_publish(self, request) -> bool:
        return request.user.has_perm(f"dara.add_{self.opts.model_name}")

    def draft_of(self, request) -> Draft | None:
        """The draft that the page is about, if any."""
        key = request.GET.get("draft", "")
        return Draft.objects.filter(pk=key).select_related("source__publisher").first() if key.isalnum() else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        draft = None if object_id else self.draft_of(request)
        if draft and draft.state != Draft.State.OPEN:
            messages.warning(
                request, f"This draft was {draft.get_state_display().lower()} by {draft.decided_by} on {draft.decided_on}."
            )
            return redirect(draft_address(draft) if draft.record else reverse("admin:dara_draft_source", args=[draft.source_id]))
        if draft and request.method == "POST" and "_reject" in request.POST:
            return self._reject(request, draft)
        if draft and request.method == "POST" and ("_keep" in request.POST or self._needs_another(request, draft)):
            return self._keep(request, draft)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DraftDecided:
            return redirect(request.get_full_path())  # which says by whom, and leads on

    def _needs_another(self, request, draft: Draft) -> bool:
        """Whether somebody else has to publish it; says so."""
        if not self.may_publish(request):
            messages.warning(request, "You may draft, not publish: it is kept as a draft for a curator.")
            return True
        if not settings.DARA_TWO_PERSONS:
            return False
        if draft.author == request.user.get_username():
            messages.warning(request, "You selected or corrected this draft: somebody else publishes it. What you typed is kept.")
            return True
        if self._differs(request, draft):
            messages.warning(request, "You corrected this draft: somebody else publishes it. Your corrections are kept.")
            return True
        return False

    def _differs(self, request, draft: Draft) -> bool:
        if draft.typed:
            return typed(request) != draft.typed
        form = self.get_form(request, None, change=False)
        return form(request.POST, initial=self.get_changeform_initial_data(request)).has_changed()

    def _keep(self, request, draft: Draft):
        kept = Draft.objects.open().filter(pk=draft.pk).update(typed=typed(request), author=request.user.get_username())
        if kept:
            messages.success(request, "Kept as a draft.")
        return self._onward(draft)

    def _reject(self, request, draft: Draft):
        if not request.user.has_perm("dara.change_draft"):
            return redirect(draft_address(draft))
        decided = self._decision(request) | {"state": Draft.State.REJECTED, "reason": request.POST.get("reason", "").strip()}
        if Draft.objects.open().filter(pk=draft.pk).update(**decided):
            messages.success(request, "Rejected.")
        return self._onward(draft)

    def _decision(self, request) -> dict[str, Any]:
        return {"decided_by": request.user.get_username(), "decided_on": timezone.localdate()}

    def _onward(self, draft: Draft):
        """To the next open draft of the source, or to its queue."""
        following = Sheet(draft.source, draft).after()
        return redirect(draft_address(following) if following else reverse("admin:dara_draft_source", args=[draft.source_id]))

    def get_fieldsets(self, request, obj=None):
        """A draft's form begins with what is to be checked; it has no key yet, and its passage is marked in the text beside it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj or not request.GET.get("draft"):
            return fieldsets
        (_, first), passage, *others, notes = fieldsets
        left = [name for name in first["fields"] if name not in NOT_OF_DRAFTS]
        words = [name for name in passage[1]["fields"] if name not in NOT_OF_DRAFTS]
        kind = [(None, {"fields": left})] if left else []
        return [*kind, *others, (passage[0], {"fields": words}), notes]

    def get_changeform_initial_data(self, request) -> dict[str, Any]:
        draft = self.draft_of(request)
        if draft is None:
            return super().get_changeform_initial_data(request)
        fields = self.get_form(request, None, change=False).base_fields
        if not draft.typed:
            return initial_values(draft, request)
        data = QueryDict(mutable=True)
        for name, values in draft.typed.items():
            data.setlist(name, values)
        return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}

    def save_model(self, request, obj, form, change):
        draft = None if change else self.draft_of(request)
        if draft is not None:
            draft = Draft.objects.select_for_update().get(pk=draft.pk)
            if draft.state != Draft.State.OPEN:
                raise DraftDecided
        super().save_model(request, obj, form, change)
        if draft is not None:
            Draft.objects.filter(pk=draft.pk).update(state=Draft.State.ACCEPTED, record=obj.key, **self._decision(request))

    def response_add(self, request, obj, post_url_continue=None):
        draft = self.draft_of(request)
        if draft is None:
            return super().response_add(request, obj, post_url_continue)
        self._remember_contest(request, obj)
        messages.success(request, format_html("Published: {} (<a href='{}'>its page</a>).", link(obj), public_address(obj)))
        return self._onward(draft)

    def _remember_contest(self, request, obj) -> None:
        """The next draft is likely of the same race and election: its form begins with them."""
        for name in (RACE_KEPT, ELECTION_KEPT):
            if chosen := getattr(obj, f"{name}_id", None):
                request.session[name] = chosen

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        draft = None if change else self.draft_of(request)
        if draft or (obj and obj.passage_id):
            source = draft.source if draft else obj.source
            context |= {"sheet": Sheet(source, draft, obj), "draft": draft, "may_publish": self.may_publish(request)}
            context["is_nav_sidebar_enabled"] = False  # the text needs the room
        if draft:
            context["title"] = f"Draft: {draft.get_kind_display().lower()}"
        return super().render_change_form(request, context, add, change, form_url, obj)
