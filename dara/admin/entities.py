"""Entities. Candidates are entities that ran: they have no page of their own here, so that each is in one place; see “ran”."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from dara.admin.base import OwnSourceFilter
from dara.admin.merge import Mergeable
from dara.models import Candidacy, Entity


class RanFilter(admin.SimpleListFilter):
    title = "candidates"
    parameter_name = "ran"

    def lookups(self, request, model_admin):
        return [("yes", "Ran for the office"), ("no", "Other voices")]

    def queryset(self, request, queryset):
        ran = Exists(Candidacy.objects.filter(candidate=OuterRef("pk")))
        return {"yes": queryset.filter(ran), "no": queryset.filter(~ran)}.get(self.value(), queryset)


@admin.register(Entity)
class EntityAdmin(Mergeable):
    list_display = ["name", "sort_name", "kind", "source__title", "private", "slug"]
    list_filter = [OwnSourceFilter, "kind", RanFilter, "private"]
    search_fields = ["name", "sort_name", "slug"]
    ordering = ["sort_name", "slug"]
    autocomplete_fields = ["source"]
    prepopulated_fields = {"slug": ["name"]}
    permanent = ("slug",)
    named_with = ("source",)
    fields = ["name", "sort_name", "slug", "kind", "source", "private", "note", "translations"]
