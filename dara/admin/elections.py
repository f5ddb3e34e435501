"""Races, their elections, who ran, what is known of it, and the counts."""

from django.contrib import admin

from dara.admin.base import CuratedAdmin, SourceFilter
from dara.admin.drafts.workbench import DeskAdmin
from dara.admin.inline_entities import NewcomersForm, candidacy_field, kind_field, name_field
from dara.admin.passages import EvidencedAdmin
from dara.models import Candidacy, CandidacyFact, Election, ElectionResult, Endorsement, Race


@admin.register(Race)
class RaceAdmin(CuratedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    ordering = ["slug"]
    permanent = ("slug",)
    fields = ["name", "slug", "translations"]


@admin.register(Election)
class ElectionAdmin(EvidencedAdmin):
    list_display = ["name", "race__slug", "stage", "held_on", "passage_words_shortened", "source_link"]
    list_filter = [SourceFilter, "race", "stage"]
    search_fields = ["name", "slug", "race__name", "passage__exact"]
    ordering = ["race__slug", "held_on", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    permanent = ("slug",)
    named_with = ("race", "passage__source")
    fieldsets = [
        (None, {"fields": ["name", "slug", "race", "stage", "held_on"]}),
        EvidencedAdmin.PASSAGE,
        ("In the archive's words", {"fields": ["note", "inferred", "translations"]}),
    ]


@admin.register(Candidacy)
class CandidacyAdmin(CuratedAdmin):
    """Nothing but the pair: a wrong one is deleted and the right one added."""

    list_display = ["candidate__name", "race__slug"]
    list_filter = ["race"]
    search_fields = ["candidate__name", "candidate__slug", "race__name"]
    ordering = ["race__slug", "candidate__sort_name"]
    autocomplete_fields = ["candidate"]
    permanent = ("candidate", "race")
    named_with = ("candidate", "race")
    fields = ["candidate", "race"]

    def view_on_site(self, obj) -> str | None:
        return super().view_on_site(obj.candidate)

    def get_deleted_objects(self, objs, request):
        """Records of a candidate in a race hold its candidacy by a foreign key that only the database knows."""
        to_delete, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        for candidacy in objs:
            for model in (Endorsement, ElectionResult, CandidacyFact):
                records = model.objects.filter(candidate=candidacy.candidate_id, race=candidacy.race_id)
                protected += [f"{model._meta.verbose_name}: {record}" for record in records.select_related("candidate", "race")]
        return to_delete, counts, forbidden, protected


class OfCandidateForm(NewcomersForm):
    may_be_new = ("candidate",)
    new_candidate, new_candidate_kind = name_field(), kind_field()
    add_candidacy = candidacy_field()


@admin.register(CandidacyFact)
class CandidacyFactAdmin(DeskAdmin):
    form = OfCandidateForm
    list_display = ["candidate__name", "kind", "race__slug", "passage_words_shortened", "occurred_on", "source_link", "key"]
    list_filter = [SourceFilter, "kind", "race"]
    search_fields = ["candidate__name", "passage__exact", "passage__source__title", "=key"]
    ordering = ["race__slug", "candidate__sort_name", "key"]
    autocomplete_fields = ["passage", "candidate"]
    named_with = ("passage__source", "candidate", "race")
    fieldsets = [
        (None, {"fields": ["key", "withdraw"]}),
        DeskAdmin.PASSAGE,
        (
            "What it says",
            {
                "fields": [
                    "candidate",
                    ("new_candidate", "new_candidate_kind"),
                    "race",
                    "election",
                    "add_candidacy",
                    "kind",
                    "occurred_on",
                ]
            },
        ),
        DeskAdmin.NOTES,
    ]


@admin.register(ElectionResult)
class ElectionResultAdmin(DeskAdmin):
    form = OfCandidateForm
    list_display = ["candidate__name", "election__name", "qualifier", "percent", "votes", "status", "as_of", "source_link", "key"]
    list_filter = [SourceFilter, "status", "election"]
    search_fields = ["candidate__name", "election__name", "passage__exact", "passage__source__title", "=key"]
    ordering = ["election__slug", "candidate__sort_name", "key"]
    autocomplete_fields = ["passage", "candidate", "authority", "ballots_out_authority"]
    named_with = ("passage__source", "candidate", "election")
    fieldsets = [
        (None, {"fields": ["key", "withdraw"]}),
        DeskAdmin.PASSAGE,
        (
            "What it says",
            {
                "fields": [
                    "candidate",
                    ("new_candidate", "new_candidate_kind"),
                    "election",
                    "add_candidacy",
                    "qualifier",
                    ("percent", "votes"),
                    "status",
                    "as_of",
                    "authority",
                ]
            },
        ),
        ("Ballots still out", {"fields": ["ballots_out", "ballots_out_as_stated", "ballots_out_authority"]}),
        DeskAdmin.NOTES,
    ]
