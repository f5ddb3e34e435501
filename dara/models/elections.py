"""Races, their elections, candidacies, and the results of vote counts."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dara.models.fields import PartialDateField, SlugField, is_slug
from dara.models.permalinks import address
from dara.models.records import Record, RecordQuerySet
from dara.models.sources import InferredField
from dara.models.translations import TranslationsField, in_language


class Race(models.Model):
    """The contest for the office in one cycle."""

    slug = SlugField(max_length=50)
    name = models.CharField(max_length=200)
    translations = TranslationsField("name")

    class Meta:
        constraints = [is_slug()]

    def __str__(self) -> str:
        return in_language(self, "name")


class Election(models.Model):
    """One stage of a race, its date as precise as a source says, with the passage that speaks of it."""

    class Stage(models.TextChoices):
        PRIMARY = "primary", _("Primary")
        RUNOFF = "runoff", _("Runoff")
        GENERAL = "general", _("General election")

    slug = SlugField(max_length=50)
    race = models.ForeignKey(Race, models.PROTECT, related_name="elections")
    name = models.CharField(max_length=200)
    stage = models.CharField(max_length=10, choices=Stage, blank=True, help_text="Empty where no source held says.")
    held_on = PartialDateField()
    passage = models.ForeignKey("Passage", models.PROTECT, related_name="elections")
    note = models.TextField(blank=True, help_text="In the archive's words.")
    inferred = InferredField()
    translations = TranslationsField("name", "note", "inferred")

    class Meta:
        constraints = [
            is_slug(),
            models.UniqueConstraint(fields=["id", "race"], name="election_race"),  # records refer to both
        ]

    def __str__(self) -> str:
        return in_language(self, "name")

    def get_absolute_url(self) -> str:
        return address("election", self.slug)


class Candidacy(models.Model):
    """A candidate in a race. Everything known about it is a `CandidacyFact` with its passage."""

    candidate = models.ForeignKey("Entity", models.PROTECT, related_name="candidacies")
    race = models.ForeignKey(Race, models.PROTECT, related_name="candidacies")

    class Meta:
        verbose_name_plural = "candidacies"
        constraints = [models.UniqueConstraint(fields=["candidate", "race"], name="candidacy_candidate_race")]

    def __str__(self) -> str:
        return f"{self.candidate} in the {self.race}"


class CandidacyFact(Record):
    """Running, incumbency, withdrawal, concession or outcome, as a source states it."""

    class Kind(models.TextChoices):
        RUNNING = "running", _("Running")
        INCUMBENT = "incumbent", _("Incumbent")
        WITHDREW = "withdrew", _("Withdrew")
        CONCEDED = "conceded", _("Conceded")
        OUTCOME = "outcome", _("Outcome")

    candidate = models.ForeignKey("Entity", models.PROTECT, related_name="facts")
    race = models.ForeignKey(Race, models.PROTECT, related_name="facts")
    election = models.ForeignKey(Election, models.PROTECT, null=True, blank=True, related_name="facts")
    kind = models.CharField(max_length=10, choices=Kind)
    occurred_on = PartialDateField()

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = "candidacy fact"

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Return the place of the fact on its candidate's page; facts have no page of their own."""
        return f"{address('candidate', self.candidate.slug)}#{self.key}"


WHOLE_COUNTY = re.compile(
    r"""(?: (?:the\ )? (?:whole\ |entire\ )? (?:county | county\ of\ los\ angeles | los\ angeles\ county | l\.?\ ?a\.?\ county) | county-?wide |
    (?:todo\ )? el\ condado (?:\ de\ los\ [aá]ngeles)? | condado\ de\ los\ [aá]ngeles )""",
    re.IGNORECASE | re.VERBOSE,
)


def validate_area(value: str) -> None:
    """Raise ValidationError for words that say the whole county, which is no part of it."""
    if WHOLE_COUNTY.fullmatch(value.strip()):
        raise ValidationError(f"“{value}” is the whole county: leave the area empty.")


class AreaField(models.CharField):
    """A part of the county that a count is of, in the source's words: “precinct 12”. Empty for the whole county, which the election is of."""

    default_validators = [validate_area]

    def __init__(self, **kwargs):
        # the database's default is for processes that do not know the column yet
        kwargs |= {"max_length": 200, "blank": True, "default": "", "db_default": ""}
        kwargs.setdefault("help_text", "A part of the county, as the source calls it: “precinct 12”. Empty: the whole county.")
        super().__init__(**kwargs)


class ElectionResultQuerySet(RecordQuerySet):
    def of_the_whole_county(self):
        """Leave out the counts of a part of the county: none of them tells how the election stands."""
        return self.filter(area="")

    def for_lists(self):
        """Add the rows that lists show, and `certified_is_held`: whether the archive has a certified count of the same election and area."""
        same = {"election": models.OuterRef("election"), "area": models.OuterRef("area")}
        certified = self.model.objects.filter(status=ElectionResult.Status.CERTIFIED, **same)
        return (
            super()
            .for_lists()
            .select_related("candidate", "election", "authority", "ballots_out_authority")
            .annotate(certified_is_held=models.Exists(certified))
        )

    def in_order(self):
        """Order by election date; in an election the newest source first, then the whole county before its parts, then candidates by surname."""
        return self.order_by(
            models.F("election__held_on").asc(nulls_last=True),
            "election__slug",
            models.F("passage__source__published_on").desc(nulls_last=True),
            "passage__source_id",
            "area",
            "candidate__sort_name",
            "key",
        )

    def current_first(self, *before):
        """Order certified counts first, then the latest by the day of the count or else of publication; candidates by surname.

        `before` are the columns to order by first."""
        certified = models.Case(models.When(status=ElectionResult.Status.CERTIFIED, then=0), default=1)
        day = Coalesce("as_of", "passage__source__published_on")
        return self.order_by(*before, certified, day.desc(nulls_last=True), "passage__source_id", "candidate__sort_name", "key")


class ElectionResult(Record):
    """A count for a candidate in an election, as one source gives it, with its qualifiers: of the whole county, or of an `area` of it."""

    class Status(models.TextChoices):
        PARTIAL = "partial", _("Partial count")
        CERTIFIED = "certified", _("Certified")
        NOT_STATED = "not stated", _("Not stated")

    candidate = models.ForeignKey("Entity", models.PROTECT, related_name="results")
    race = models.ForeignKey(Race, models.PROTECT, related_name="results", editable=False)
    election = models.ForeignKey(Election, models.PROTECT, related_name="results")
    area = AreaField()
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True, help_text="0 to 100.")
    votes = models.PositiveBigIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=60, blank=True, help_text="The source's, e.g. “almost”.")
    status = models.CharField(max_length=10, choices=Status)
    as_of = PartialDateField(help_text="When the count was taken, where stated.")
    authority = models.ForeignKey(
        "Entity", models.PROTECT, null=True, blank=True, related_name="+", help_text="Whom the source cites."
    )
    ballots_out = models.PositiveBigIntegerField("ballots still out", null=True, blank=True)
    ballots_out_as_stated = models.CharField(max_length=60, blank=True, help_text="“more than 790,000”")
    ballots_out_authority = models.ForeignKey(
        "Entity", models.PROTECT, null=True, blank=True, related_name="+", help_text="Who said so, where stated."
    )

    objects = ElectionResultQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(percent__isnull=False) | models.Q(votes__isnull=False),
                name="electionresult_has_a_count",
                violation_error_message="A result states a percentage, a number of votes, or both.",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gte=0, percent__lte=100),
                name="electionresult_percent_0_to_100",
                violation_error_message="A percentage is between 0 and 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}, {self.election}"

    def get_absolute_url(self) -> str:
        return address("result", self.key)

    def save(self, *args, **kwargs):
        self.race_id = self.election.race_id  # a foreign key of the database on both columns keeps them consistent
        super().save(*args, **kwargs)
