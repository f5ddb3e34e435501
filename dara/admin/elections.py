"""The admin of races, elections, candidacies, candidacy facts and election results."""

from django.contrib import admin

from dara.admin.base import CuratedAdmin, SourceFilter
from dara.admin.candidates import OfCandidateAdmin
from dara.admin.inline_entities import InlineEntitiesForm, candidacy_field, kind_field, name_field
from dara.admin.passages import EvidencedAdmin
from dara.models import Candidacy, CandidacyFact, Election, ElectionResult, Endorsement, Race


@admin.register(Race)
class RaceAdmin(CuratedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    ordering = ["slug"]
    permanent_fields = ("slug",)
    fields = ["name", "slug", "translations"]


@admin.register(Election)
class ElectionAdmin(EvidencedAdmin):
    list_display = ["name", "race__slug", "stage", "held_on", "passage_words_shortened", "source_link"]
    list_filter = [SourceFilter, "race", "stage"]
    search_fields = ["name", "slug", "race__name", "passage__exact"]
    ordering = ["race__slug", "held_on", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    permanent_fields = ("slug",)
    select_related = ("race", "passage__source")
    fieldsets = [
        (None, {"fields": ["name", "slug", "race", "stage", "held_on"]}),
        EvidencedAdmin.PASSAGE_FIELDSET,
        ("In the archive's words", {"fields": ["note", "inferred", "translations"]}),
    ]


@admin.register(Candidacy)
class CandidacyAdmin(CuratedAdmin):
    """Pairs of a candidate and a race. A wrong pair is deleted, and the right one added."""

    list_display = ["candidate__name", "race__slug"]
    list_filter = ["race"]
    search_fields = ["candidate__name", "candidate__slug", "race__name"]
    ordering = ["race__slug", "candidate__sort_name"]
    autocomplete_fields = ["candidate"]
    permanent_fields = ("candidate", "race")
    select_related = ("candidate", "race")
    fields = ["candidate", "race"]

    def view_on_site(self, obj) -> str | None:
        return super().view_on_site(obj.candidate)

    def get_deleted_objects(self, objs, request):
        """Protect the candidacy of a candidate with records in its race. Only the database knows that foreign key, which spans two columns."""
        to_delete, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        for candidacy in objs:
            for model in (Endorsement, ElectionResult, CandidacyFact):
                records = model.objects.filter(candidate=candidacy.candidate_id, race=candidacy.race_id)
                protected += [f"{model._meta.verbose_name}: {record}" for record in records.select_related("candidate", "race")]
        return to_delete, counts, forbidden, protected


class CandidateForm(InlineEntitiesForm):
    inline_entities = ("candidate",)
    new_candidate, new_candidate_kind = name_field(), kind_field()
    add_candidacy = candidacy_field()


@admin.register(CandidacyFact)
class CandidacyFactAdmin(OfCandidateAdmin):
    form = CandidateForm
    list_display = ["candidate__name", "kind", "race__slug", "passage_words_shortened", "occurred_on", "source_link", "key"]
    list_filter = [SourceFilter, "kind", "race"]
    search_fields = ["candidate__name", "passage__exact", "passage__source__title", "=key"]
    ordering = ["race__slug", "candidate__sort_name", "key"]
    autocomplete_fields = ["passage", "candidate"]
    select_related = ("passage__source", "candidate", "race")
    fieldsets = [
        (None, {"fields": ["key", "withdraw"]}),
        OfCandidateAdmin.PASSAGE_FIELDSET,
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
        OfCandidateAdmin.NOTES_FIELDSET,
    ]


@admin.register(ElectionResult)
class ElectionResultAdmin(OfCandidateAdmin):
    form = CandidateForm
    list_display = [
        "candidate__name",
        "election__name",
        "area",
        "qualifier",
        "percent",
        "votes",
        "status",
        "as_of",
        "source_link",
        "key",
    ]
    list_filter = [SourceFilter, "status", "election"]
    search_fields = ["candidate__name", "election__name", "area", "passage__exact", "passage__source__title", "=key"]
    ordering = ["election__slug", "candidate__sort_name", "key"]
    autocomplete_fields = ["passage", "candidate", "authority", "ballots_out_authority"]
    select_related = ("passage__source", "candidate", "election")
    fieldsets = [
        (None, {"fields": ["key", "withdraw"]}),
        OfCandidateAdmin.PASSAGE_FIELDSET,
        (
            "What it says",
            {
                "fields": [
                    "candidate",
                    ("new_candidate", "new_candidate_kind"),
                    "election",
                    "add_candidacy",
                    "area",
                    "qualifier",
                    ("percent", "votes"),
                    "status",
                    "as_of",
                    "authority",
                ]
            },
        ),
        ("Ballots still out", {"fields": ["ballots_out", "ballots_out_as_stated", "ballots_out_authority"]}),
        OfCandidateAdmin.NOTES_FIELDSET,
    ]
