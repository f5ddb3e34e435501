"""The admin of races, elections, candidacies, candidacy facts and election results."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.text import slugify

from dara.admin.base import CuratedAdmin, SourceFilter
from dara.admin.candidates import OfCandidateAdmin
from dara.admin.fields import PartialDate
from dara.admin.inline_entities import InlineEntitiesForm, candidacy_field, kind_field, name_field
from dara.admin.passages import EvidencedAdmin
from dara.curation.records import add_election, same_election
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


class ResultForm(CandidateForm):
    """The form of a result, which can bring its election: the first count of an election is one form."""

    new_election = forms.CharField(required=False, max_length=200, label="Name", help_text="“March 2024 primary”")
    new_election_slug = forms.SlugField(
        required=False, max_length=50, label="Slug", help_text="Of its page's address, for good. Empty: made of the name."
    )
    new_election_race = forms.ModelChoiceField(Race.objects.order_by("-slug"), required=False, label="of the race")
    new_race = forms.RegexField(
        r"^[12]\d{3}$",
        required=False,
        label="or a new race",
        help_text="Its year.",
        error_messages={"invalid": "Write a year: 2028."},
    )
    new_election_stage = forms.ChoiceField(choices=[("", "Not stated"), *Election.Stage.choices], required=False, label="Stage")
    new_election_held_on = PartialDate(label="Held on")
    new_election_basis = forms.CharField(
        required=False,
        label="Why that date",
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text="Where the source does not state it as it stands here: from what we conclude it.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.added: Election | None = None  # not saved before the result is
        if "election" in self.fields:
            self.fields["election"].required = False

    def clean(self):
        cleaned = super().clean()
        name, chosen = cleaned.get("new_election"), cleaned.get("election")
        details = ("new_election_slug", "new_race", "new_election_stage", "new_election_held_on", "new_election_basis")
        if name and chosen:
            self.add_error("new_election", f"Choose {chosen} above, or add a new one: not both.")
        elif name:
            self._add_election(name)
        elif any(cleaned.get(each) for each in details):
            self.add_error("new_election", "Name the new election.")
        elif not chosen and "election" not in self.errors:
            self.add_error("election", "Choose an election that is held, or add a new one below.")
        return cleaned

    def _add_election(self, name: str) -> None:
        cleaned = self.cleaned_data
        basis = cleaned.get("new_election_basis")
        election = Election(
            name=name,
            slug=cleaned.get("new_election_slug") or slugify(name)[:50],
            stage=cleaned.get("new_election_stage") or "",
            held_on=cleaned.get("new_election_held_on") or None,
            inferred={"held_on": basis} if basis else {},
        )
        if basis and not election.held_on and "new_election_held_on" not in self.errors:
            self.add_error("new_election_held_on", "Which date is it that we conclude?")
        if held := same_election(election, cleaned.get("new_election_race")):
            self.add_error("election", f"{held} is held already: choose {held} here, and empty the new election.")
        elif race := self._race():
            election.race = race
            self.added = election

    def _race(self) -> Race | None:
        """Return the race of the new election, held or new; None where that is not said, and then the form says so."""
        chosen, year = self.cleaned_data.get("new_election_race"), self.cleaned_data.get("new_race")
        if chosen and year:
            self.add_error("new_race", f"Choose the {chosen}, or write the year of a new race: not both.")
        elif year and (held := Race.objects.filter(slug=year).first()):
            self.add_error("new_race", f"The {held} is held already: choose it.")
        elif chosen or year:
            return chosen or Race(slug=year, name=f"{year} race for Los Angeles County District Attorney")
        elif "new_race" not in self.errors:
            self.add_error("new_election_race", "Say of which race it is a stage.")
        return None

    def _get_validation_exclusions(self):
        """Exclude the election, which is still empty when the model is validated, if it is new."""
        return super()._get_validation_exclusions() | ({"election"} if self.added else set())

    def set_entities(self) -> None:
        if self.added:
            add_election(self.instance, self.added)
        super().set_entities()


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
    form = ResultForm
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
        (
            "A new election",
            {
                "classes": ["collapse"],
                "fields": [
                    ("new_election", "new_election_slug"),
                    ("new_election_race", "new_race"),
                    ("new_election_stage", "new_election_held_on"),
                    "new_election_basis",
                ],
                "description": "Where this is the first count of it that is held: it is added with the count, on the same passage.",
            },
        ),
        ("Ballots still out", {"fields": ["ballots_out", "ballots_out_as_stated", "ballots_out_authority"]}),
        OfCandidateAdmin.NOTES_FIELDSET,
    ]
