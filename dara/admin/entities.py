"""The admin of entities. Candidates are entities that ran: they are in the same list, with a filter."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.urls import path

from dara.admin.base import OwnSourceFilter
from dara.admin.candidates import NewCandidateAdmin
from dara.admin.merge import MergeableAdmin
from dara.curation.entities import sorted_as
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

    def get_urls(self):
        page = NewCandidateAdmin(Entity, self.admin_site).add_view
        return [path("candidate/add/", self.admin_site.admin_view(page), name="dara_candidate_add"), *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        """Offer to a form only the groups that its source describes."""
        if source := request.GET.get("source"):
            queryset = queryset.exclude(~Q(source=source), kind=Entity.Kind.GROUP)
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request, obj, form, change):
        """Let the name to sort by follow a corrected name, unless it was written by hand."""
        before = form.initial.get("name", "")
        if "name" in form.changed_data and obj.sort_name in ("", sorted_as(before, obj.kind)):
            obj.sort_name = sorted_as(obj.name, obj.kind)
        super().save_model(request, obj, form, change)
