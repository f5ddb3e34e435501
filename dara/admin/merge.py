"""“Merge into …”: choose the other, see both side by side, what moves and what is lost; then done."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from dara.admin.base import CuratedAdmin, ReadOnlyAdmin, link, public_address, shortened
from dara.admin.record_diff import side_by_side
from dara.curation.merge import MergeRefused, merge, moves, refuse
from dara.models import Entity, Redirect, Statement, Topic
from dara.models.record_format import KINDS, Kind, kind_of, values_of

PICKED_IN = {Entity: Statement._meta.get_field("speaker"), Topic: Statement._meta.get_field("topics")}  # whose autocomplete is used
OFFERED = 500  # records of a source, at most; another one can be named in the address


class MergeForm(forms.Form):
    """Which one stays. What may not be merged is refused with the reason."""

    def __init__(self, old: Any, kind: Kind, others: QuerySet[Any], *args, **kwargs):
        """`others`: all of its model, with what their names show."""
        super().__init__(*args, **kwargs)
        self.old, self.kind = old, kind
        into = forms.ModelChoiceField(others, label="Merge into", help_text="The one that stays, as it is.")
        if kind.name in ("entities", "topics"):
            into.widget = AutocompleteSelect(PICKED_IN[kind.model], admin.site, attrs={"data-width": "40em"}, choices=into.choices)
        else:  # of the same source: only those may be merged
            into.widget.choices = [("", "---------"), *((each.pk, self._told(each)) for each in self._of_its_source(others))]
        self.fields["into"] = into

    def _of_its_source(self, others: QuerySet[Any]) -> QuerySet[Any]:
        if isinstance(self.old, Entity):
            same = others.filter(source=self.old.source_id).order_by("slug")
        else:
            same = others.filter(passage__source=self.old.passage.source_id).order_by("passage__start", "pk")
        return same.exclude(pk=self.old.pk)[:OFFERED]

    def _told(self, other: Any) -> str:
        words = f" — {shortened(other.passage.exact)}" if self.kind.has_passage else ""
        return f"{other}{words} ({getattr(other, self.kind.identity[0])})"

    def clean_into(self):
        new = self.cleaned_data["into"]
        try:
            refuse(self.kind.name, self.old, new)
        except MergeRefused as refused:
            raise ValidationError(str(refused)) from refused
        return new


class Mergeable(CuratedAdmin):
    """Adds “Merge into …” to the pages of a model."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", view, name=f"dara_{self.opts.model_name}_merge"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None and self.has_change_permission(request, obj):
            context["merge_address"] = reverse(f"admin:dara_{self.opts.model_name}_merge", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        old: Any = self.get_object(request, unquote(object_id))
        kind = kind_of(old)
        if kind is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_change_permission(request, old):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        chosen = MergeForm(old, kind, self.get_queryset(request), asked if "into" in asked else None)
        if chosen.is_valid() and request.method == "POST":
            try:
                return self._merged(request, chosen)
            except MergeRefused as refused:
                chosen.add_error("into", str(refused))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "old": old,
            "form": chosen,
            "media": self.media + chosen.media,
        }
        if chosen.is_valid():
            context |= _preview(chosen)
        return TemplateResponse(request, "admin/dara/merge.html", context | {"title": f"Merge {old}"})

    def _merged(self, request: HttpRequest, chosen: MergeForm) -> HttpResponse:
        kind, old, new = chosen.kind, chosen.old, chosen.cleaned_data["into"]
        name, old_name, new_name = str(old), getattr(old, kind.identity[0]), getattr(new, kind.identity[0])
        moved = merge(kind.name, old_name, new_name)
        told = "; ".join(f"{number} {what}" for what, number in moved.items()) or "nothing referred to it"
        self.log_change(request, new, f"Merged {kind.name} {old_name} into it.")
        sentence = "“{}” ({}) is merged into {}. Moved: {}. Its address leads to <a href='{}'>the page of this one</a>."
        messages.success(request, format_html(sentence, name, old_name, link(new), told, public_address(new)))
        return HttpResponseRedirect(reverse(f"admin:dara_{self.opts.model_name}_change", args=[new.pk]))


def _preview(chosen: MergeForm) -> dict[str, Any]:
    """What the page shows before it is done."""
    kind, old, new = chosen.kind, chosen.old, chosen.cleaned_data["into"]
    compared = side_by_side(kind, values_of(kind, new), values_of(kind, old))
    handed_on = {*kind.identity} | ({"utterance"} if isinstance(old, Statement) and old.utterance_id else set())
    return {
        "new": new,
        "compared": compared,
        "moves": moves(old),
        "lost": [each for each in compared if each.differs and each.right and each.name not in handed_on],
        "utterance": getattr(old, "utterance", None),
    }


@admin.register(Redirect)
class RedirectAdmin(ReadOnlyAdmin):
    """What was merged, to look at."""

    list_display = ["old", "kind", "new"]
    list_filter = ["kind"]
    search_fields = ["old", "new"]
    ordering = ["kind", "old"]
    fields = ["kind", "old", "new", "leads_to"]

    @admin.display(description="leads to")
    def leads_to(self, obj):
        kind = KINDS[obj.kind]
        return link(kind.model._default_manager.filter(**{kind.identity[0]: obj.new}).first())
