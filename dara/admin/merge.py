"""The page “Merge into …”: the user chooses the row that stays, sees both side by side, what moves and what is lost, and confirms."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from dara.admin.base import CuratedAdmin, ReadOnlyAdmin, link, public_url, shorten
from dara.admin.confirming import confirmed
from dara.admin.fields import LookupSelect
from dara.admin.record_diff import diff_records
from dara.curation import two_persons
from dara.curation.incoming_references import count_references
from dara.curation.merge import PROPOSED, MergeRefused, check_mergeable, merge
from dara.models import Entity, Redirect, Statement, Topic
from dara.models.record_format import KINDS, Kind, kind_of, values_of

# The fields whose autocomplete offers the entities and topics.
AUTOCOMPLETE_OF = {Entity: Statement._meta.get_field("speaker"), Topic: Statement._meta.get_field("topics")}
OFFERED = 500  # records of a source at most; others can be named in the address of the page


class MergeForm(forms.Form):
    """Asks for the row that stays, and says why the two may not be merged."""

    def __init__(self, old: Any, kind: Kind, others: QuerySet[Any], *args, **kwargs):
        """`old`: the row that goes; `others`: all rows of its model."""
        super().__init__(*args, **kwargs)
        self.old, self.kind = old, kind
        into = forms.ModelChoiceField(others, label="Merge into", help_text="The one that stays, as it is.")
        if kind.name in ("entities", "topics"):
            into.widget = LookupSelect(AUTOCOMPLETE_OF[kind.model], admin.site, attrs={"data-width": "40em"}, choices=into.choices)
        else:  # only records, or groups, of the same source may be merged
            into.widget.choices = [("", "---------"), *((each.pk, self._label(each)) for each in self._of_same_source(others))]
        self.fields["into"] = into

    def _of_same_source(self, others: QuerySet[Any]) -> QuerySet[Any]:
        if isinstance(self.old, Entity):
            same = others.filter(source=self.old.source_id).order_by("slug")
        else:
            same = others.filter(passage__source=self.old.passage.source_id).order_by("passage__start", "pk")
        return same.exclude(pk=self.old.pk)[:OFFERED]

    def _label(self, other: Any) -> str:
        words = f" — {shorten(other.passage.exact)}" if self.kind.has_passage else ""
        return f"{other}{words} ({getattr(other, self.kind.identity[0])})"

    def clean_into(self):
        new = self.cleaned_data["into"]
        try:
            check_mergeable(self.kind.name, self.old, new)
        except MergeRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return new


class MergeableAdmin(CuratedAdmin):
    """Adds “Merge into …” to the pages of a model's rows."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", view, name=f"dara_{self.opts.model_name}_merge"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None and self.has_change_permission(request, obj):
            context["merge_url"] = reverse(f"admin:dara_{self.opts.model_name}_merge", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    @confirmed
    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        old: Any = self.get_object(request, unquote(object_id))
        kind = kind_of(old)
        if kind is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_change_permission(request, old):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else request.GET
        merge_form = MergeForm(old, kind, self.get_queryset(request), data if "into" in data else None)
        proposal = f"{PROPOSED} {merge_form.cleaned_data['into'].pk}: somebody else does it." if merge_form.is_valid() else ""
        needs_another = bool(proposal) and two_persons.needs_another_person(old, proposal, request.user)
        if proposal and request.method == "POST" and needs_another:
            two_persons.propose(old, proposal, request.user)
            messages.success(request, "Proposed: somebody else merges them. It waits on the first page.")
            return HttpResponseRedirect(reverse(f"admin:dara_{self.opts.model_name}_change", args=[old.pk]))
        if proposal and request.method == "POST":
            try:
                return self._merge(request, merge_form)
            except MergeRefused as refusal:
                merge_form.add_error("into", str(refusal))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "old": old,
            "form": merge_form,
            "media": self.media + merge_form.media,
        }
        if merge_form.is_valid():
            context |= _preview(merge_form)
            context |= {"needs_another": needs_another, "proposed_by": two_persons.proposed_by(old, proposal)}
        return TemplateResponse(request, "admin/dara/merge.html", context | {"title": f"Merge {old}"})

    def _merge(self, request: HttpRequest, merge_form: MergeForm) -> HttpResponse:
        kind, old, new = merge_form.kind, merge_form.old, merge_form.cleaned_data["into"]
        title, old_name, new_name = str(old), *(getattr(row, kind.identity[0]) for row in (old, new))
        moved = merge(kind.name, old_name, new_name)
        summary = "; ".join(f"{what}: {number}" for what, number in moved.items()) or "nothing referred to it"
        self.log_change(request, new, f"Merged {kind.name} {old_name} into it.")
        sentence = "“{}” ({}) is merged into {}. Moved: {}. Its address leads to <a href='{}'>the page of this one</a>."
        messages.success(request, format_html(sentence, title, old_name, link(new), summary, public_url(new)))
        return HttpResponseRedirect(reverse(f"admin:dara_{self.opts.model_name}_change", args=[new.pk]))


def _preview(merge_form: MergeForm) -> dict[str, Any]:
    """Return what the page shows before the user confirms."""
    kind, old, new = merge_form.kind, merge_form.old, merge_form.cleaned_data["into"]
    fields = diff_records(kind, values_of(kind, new), values_of(kind, old))
    moved = {*kind.identity} | ({"utterance"} if isinstance(old, Statement) and old.utterance_id else set())
    return {
        "new": new,
        "fields": fields,
        "moves": count_references(old),
        "lost": [each for each in fields if each.differs and each.right and each.name not in moved],
        "utterance": getattr(old, "utterance", None),
    }


@admin.register(Redirect)
class RedirectAdmin(ReadOnlyAdmin):
    """Shows what was merged into what."""

    list_display = ["old", "kind", "new"]
    list_filter = ["kind"]
    search_fields = ["old", "new"]
    ordering = ["kind", "old"]
    fields = ["kind", "old", "new", "leads_to"]

    @admin.display(description="leads to")
    def leads_to(self, obj):
        kind = KINDS[obj.kind]
        return link(kind.model._default_manager.filter(**{kind.identity[0]: obj.new}).first())
