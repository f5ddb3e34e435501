"""The admin of entities. Candidates are entities that ran: they are in the same list, with a filter."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from dara.admin.base import OwnSourceFilter
from dara.admin.merge import MergeableAdmin
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
class EntityAdmin(MergeableAdmin):
    list_display = ["name", "sort_name", "kind", "source__title", "private", "slug"]
    list_filter = [OwnSourceFilter, "kind", RanFilter, "private"]
    search_fields = ["name", "sort_name", "slug"]
    ordering = ["sort_name", "slug"]
    autocomplete_fields = ["source"]
    prepopulated_fields = {"slug": ["name"]}
    permanent_fields = ("slug",)
    select_related = ("source",)
    fields = ["name", "sort_name", "slug", "kind", "source", "private", "note", "translations"]
