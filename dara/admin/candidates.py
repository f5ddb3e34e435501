"""The form of a new candidate: the person, the race, and what a passage says of the candidacy, added together.

The forms of records open it in a small window, filled in from their draft or passage, and choose the candidate once it is added."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied

from dara.admin.add_links import add_link
from dara.admin.base import CuratedAdmin
from dara.admin.drafts.prefill import initial_values, suggested_race
from dara.admin.drafts.workbench import WorkbenchAdmin
from dara.admin.fields import InferredLinesField, PartialDate
from dara.admin.inline_entities import held_name
from dara.admin.passages import PassageForm
from dara.curation.drafts import draft_record, words_between
from dara.curation.entities import free_slug, sorted_as
from dara.curation.permissions import may_draft, may_publish
from dara.curation.records import add_candidate
from dara.models import Candidacy, CandidacyFact, Draft, Entity, Passage, Race

PAGE = "admin:dara_candidate_add"
NOTHING = "nothing"
OF_FACT = ("race", "kind", "occurred_on")  # what may be inferred


def may_add_candidates(user: Any) -> bool:
    may_state = may_draft(user) if settings.DARA_TWO_PERSONS else may_publish(user, CandidacyFact)
    return may_state and may_publish(user, Entity) and may_publish(user, Candidacy)


class OfCandidateAdmin(WorkbenchAdmin):
    """The admin of a kind of record that is about a candidate: “+” beside the choice opens the form of a new one."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        add_link(form, "candidate", self.model._meta.get_field("candidate"), PAGE, may_add=may_add_candidates(request.user))
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        draft, fields = self.requested_draft(request), context["adminform"].form.fields
        passage = obj.passage_id if obj else request.GET.get("passage", "")
        if "candidate" in fields:
            fields["candidate"].widget.query = {"draft": draft.pk} if draft else {"passage": passage}
        return super().render_change_form(request, context, add, change, form_url, obj)


class NewCandidateForm(PassageForm):
    suggested: Mapping[str, Any] = {}  # what the form is filled in with when it opens

    sort_name = forms.CharField(required=False, max_length=200, help_text="“Lacey, Jackie”. Empty: made of the name.")
    slug = forms.SlugField(required=False, max_length=100, help_text="Of the page's address, for good. Empty: made of the name.")
    race = forms.ModelChoiceField(
        Race.objects.order_by("-slug"), help_text="Suggested only where the source's records are of one race."
    )
    fact = forms.ChoiceField(
        choices=[("", "---------"), *CandidacyFact.Kind.choices, (NOTHING, "Nothing; or another record says it")],
        label="What the passage says of it",
    )
    occurred_on = PartialDate(label="When that was")
    inferred = InferredLinesField(names=OF_FACT)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if held := held_name(name):
            raise forms.ValidationError(f"{held.sentence}: close this window, choose {held.entity}, and tick “Add the candidacy”.")
        return name

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name") or ""
        if cleaned.get("sort_name") in ("", self.suggested.get("sort_name")):  # not written by hand
            cleaned["sort_name"] = sorted_as(name, Entity.Kind.PERSON)
        cleaned["slug"] = cleaned.get("slug") or free_slug(name)
        self.instance.kind = Entity.Kind.PERSON
        return cleaned

    def needs_passage(self) -> bool:
        return self.cleaned_data.get("fact") != NOTHING

    @property
    def stated_fact(self) -> CandidacyFact | None:
        """What the passage says of the candidacy, to be added."""
        if not self.needs_passage():
            return None
        cleaned = self.cleaned_data
        return CandidacyFact(kind=cleaned["fact"], occurred_on=cleaned["occurred_on"] or None, inferred=cleaned["inferred"])


class NewCandidateAdmin(CuratedAdmin):
    """The page that adds a candidate. It is no model's admin: EntityAdmin gives it its address."""

    form = NewCandidateForm
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        ("Who", {"fields": ["name", "sort_name", "slug"]}),
        ("The candidacy", {"fields": ["race", "fact", "occurred_on"]}),
        (
            "The passage that says it",
            {"fields": ["passage_source", "passage_words", "passage_start", ("passage_prefix", "passage_suffix")]},
        ),
        ("In the archive's words", {"fields": ["inferred"]}),
    ]

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": "Add candidate"} | (extra_context or {}))

    def has_add_permission(self, request) -> bool:
        return may_add_candidates(request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.suggested = self.get_changeform_initial_data(request)
        may_add = request.user.has_perm("dara.add_race")
        add_link(form, "race", CandidacyFact._meta.get_field("race"), "admin:dara_race_add", may_add=may_add)
        return form

    def get_changeform_initial_data(self, request) -> dict[str, Any]:
        """Fill in the form from the draft or the passage of the form that opened the window, and what was typed there."""
        initial = self._of_draft(request.GET.get("draft", "")) or self._of_passage(request.GET.get("passage", ""))
        initial |= {name: value for name in ("name", "race") if (value := request.GET.get(name))}
        if name := initial.get("name"):
            initial |= {"sort_name": sorted_as(name, Entity.Kind.PERSON), "slug": free_slug(name)}
        return initial

    def _of_draft(self, key: str) -> dict[str, Any]:
        draft = Draft.objects.open().filter(pk=key).first() if key.isalnum() else None
        if draft is None:
            return {}
        place = draft.source_key, draft.start, words_between(draft.source_or_upload, draft.start, draft.end)
        initial = self._of_words(*place) | {"name": initial_values(draft).get("new_candidate")}
        is_stated_elsewhere = draft.kind == Draft.Kind.FACT or draft.upload_id is not None  # passages are of published sources
        return initial | ({"fact": NOTHING} if is_stated_elsewhere else {})

    def _of_passage(self, pk: str) -> dict[str, Any]:
        passage = Passage.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
        return self._of_words(passage.source_id, passage.start, passage.exact) if passage else {}

    def _of_words(self, source: str, start: int, words: str) -> dict[str, Any]:
        race, basis = suggested_race(source, words)
        return {
            "passage_source": source,
            "passage_words": words,
            "passage_start": start,
            "race": race and race.pk,
            "inferred": {"race": basis} if basis else {},
        }

    def save_model(self, request, obj, form, change):
        if not self.has_add_permission(request):
            raise PermissionDenied
        race, fact = form.cleaned_data["race"], form.stated_fact
        if fact and settings.DARA_TWO_PERSONS:
            add_candidate(obj, race)
            typed = {
                "candidate": [str(obj.pk)],
                "race": [str(race.pk)],
                "kind": [fact.kind],
                "occurred_on": [fact.occurred_on or ""],
            }
            typed |= {name: request.POST.getlist(name) for name in ("passage_source", "passage_words", "passage_start", "inferred")}
            draft_record(Draft.Kind.FACT, form.found, typed, request.user.get_username())
            messages.success(request, "What the passage says of the candidacy waits among the drafts: somebody else publishes it.")
        else:
            add_candidate(obj, race, fact, form.found)
