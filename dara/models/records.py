"""Records, which passages are evidence for: statements and endorsements, with their topics and utterances.

Election results and candidacy facts are in `elections`. The database refuses a record without a passage, and a statement whose
pieces are not in its passage (`sql/evidence.sql`)."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from dara.models.entities import Entity
from dara.models.fields import (
    IsAny,
    KeyField,
    ManagerWithoutSearch,
    PartialDateField,
    SlugField,
    VersionField,
    is_key,
    is_slug,
    latest_first,
    search_column,
    wording_column,
)
from dara.models.permalinks import address
from dara.models.sources import InferredField
from dara.models.translations import TranslationsField, in_language
from dara.models.utterances import Utterance


class RecordQuerySet(models.QuerySet):
    def for_lists(self):
        """Select the evidence that every line of a list shows: passage, source and publisher."""
        return self.select_related("passage__source__publisher")

    def without_private_persons(self):
        """Exclude what feeds and sitemaps must not send to readers who did not ask for it: of most records, none."""
        return self


class Record(models.Model):
    """The fields that every record has: its key, its passage, and the archive's own words about it."""

    key = KeyField()
    passage = models.ForeignKey("dara.Passage", models.PROTECT, related_name="%(class)ss")
    summary = models.CharField(
        max_length=300, blank=True, help_text="One neutral line in the archive's words, only where a voter needs it."
    )
    note = models.TextField(blank=True, help_text="In the archive's words.")
    inferred = InferredField()
    translations = TranslationsField("summary", "note", "inferred")
    version = VersionField()

    class Meta:
        abstract = True
        constraints = [is_key("key")]

    @property
    def source(self):
        return self.passage.source


class TopicQuerySet(models.QuerySet):
    def family(self, topic: "Topic"):
        """Return a topic and the topics below it."""
        return self.filter(models.Q(pk=topic.pk) | models.Q(parent=topic.pk))

    def with_is_issue(self):
        """Annotate each topic with `is_issue`: whether it is a gap where nothing is held on it. Parents and the topic of the office are none."""
        is_parent = models.Exists(Topic.objects.filter(parent=models.OuterRef("pk")))
        return self.annotate(is_issue=_boolean(~is_parent & ~models.Q(slug=Topic.OFFICE)))

    def listed(self):
        """Return the topics that lists show, with `is_issue`: the issues, and the parents that a statement has as its own topic."""
        spoken_to = models.Exists(StatementTopic.objects.filter(topic=models.OuterRef("pk")))
        return self.with_is_issue().exclude(slug=Topic.OFFICE).filter(models.Q(is_issue=True) | spoken_to)


class Topic(models.Model):
    """An issue of the race: what makes candidates comparable.

    A topic may stand below another, its `parent`, which itself stands below none (`sql/topics.sql`). The topic `OFFICE` is no issue: curators
    put on it the statements that the page on the office shows."""

    OFFICE = "what-the-office-does"

    slug = SlugField(max_length=100)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subtopics",
        help_text="The topic that it is a part of, if any; that one is a part of no other.",
    )
    position = models.PositiveSmallIntegerField(help_text="Order on the page.")
    description = models.CharField(max_length=300, blank=True, help_text="In the archive's words.")
    translations = TranslationsField("name", "description")
    search = search_column(A=("name", KT("translations__es__name")), B=("description", KT("translations__es__description")))
    wording = wording_column("name", "description")

    objects = ManagerWithoutSearch.from_queryset(TopicQuerySet)()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [is_slug()]
        indexes = [GinIndex(fields=["search"], name="topic_search")]

    def __str__(self) -> str:
        return in_language(self, "name")

    def get_absolute_url(self) -> str:
        return address("topic", self.slug)


def _boolean(condition: models.Q) -> models.Case:
    """Return a column that tells whether a condition holds."""
    return models.Case(models.When(condition, then=True), default=False, output_field=models.BooleanField())


def whom_in_order() -> models.Prefetch:
    """Return what fetches whom statements are about, in the order of the files: the database has none of its own."""
    return models.Prefetch("about", Entity.objects.order_by("slug"))


class StatementQuerySet(RecordQuerySet):
    def on_topic(self, topic: Topic):
        """Return the statements on a topic, or on a topic below it."""
        return self.filter(pk__in=StatementTopic.objects.filter(topic__in=Topic.objects.family(topic)).values("statement"))

    def for_lists(self):
        return super().for_lists().select_related("speaker", "within__speaker").prefetch_related("topics", whom_in_order())

    def in_order(self, *before):
        """Order by source, the newest first, then as in the text. `before` are the columns to order by first."""
        return self.order_by(*before, "place")

    def concerning(self, entity):
        """Only what the entity says, and what others say about it."""
        return self.filter(concerned__entity=entity, concerned__is_first=True)

    def without_private_persons(self):
        """Exclude what private persons say, what is quoted from their words, and what is said about them: feeds and sitemaps send
        it to readers who did not ask for it."""
        private = ArraySubquery(Entity.objects.filter(private=True).values("pk"))  # few: read once, and not joined
        of_them = StatementAbout.objects.filter(IsAny(models.F("entity"), private), statement=models.OuterRef("pk"))
        by_them = models.Q(speaker__private=True) | models.Q(within__speaker__private=True)
        return self.exclude(by_them).exclude(models.Exists(of_them))

    def around(self, passage):
        """Only the statements whose passage contains this passage. Whatever it is quoted in is among them."""
        return self.filter(passage__source_id=passage.source_id, passage__start__lte=passage.start, passage__end__gte=passage.end)


class Statement(Record):
    """What an entity says; the kind tells in whose words the archive has it."""

    class Kind(models.TextChoices):
        QUOTE = "quote", _("Quotation")
        POST = "post", _("Social media post")
        POSITION = "position", _("Campaign’s own words")
        PARAPHRASE = "paraphrase", _("Paraphrase by the source")
        REPORT = "report", _("Report by the publisher")

    class Whose(models.IntegerChoices):
        """Whose words a candidate's page has, in its order."""

        OWN = 0, _("Own words")
        CAMPAIGN = 1, _("The campaign’s words")
        OTHERS = 2, _("Told by others")

    DIRECT = (Kind.QUOTE, Kind.POST, Kind.POSITION)  # in the speaker's own words; the other kinds are in somebody else's

    kind = models.CharField(max_length=10, choices=Kind)
    pieces = ArrayField(models.TextField(), help_text="The words, in order, as they stand in the passage.")
    text = models.TextField(editable=False, help_text="The pieces joined by “ … ”, by the database.")
    speaker = models.ForeignKey("Entity", models.PROTECT, related_name="statements")
    speaker_as_named = models.CharField(max_length=200, blank=True, help_text="In the source's own words.")
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="quoted", help_text="Where it is quoted in."
    )
    about: "models.ManyToManyField[Entity, StatementAbout]" = models.ManyToManyField(
        "Entity", through="StatementAbout", related_name="told_of", blank=True
    )
    topics: "models.ManyToManyField[Topic, StatementTopic]" = models.ManyToManyField(
        Topic, through="StatementTopic", related_name="statements", blank=True
    )
    said_on = PartialDateField(help_text="For a post: posted on.")
    utterance = models.ForeignKey(
        Utterance,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text="Where another statement gives the same utterance.",
    )
    translations = TranslationsField("summary", "note", "inferred", "text")
    found_by = models.TextField(
        editable=False, default="", help_text="What else it is found by: names, the passage around the words. By the database."
    )
    search = search_column(A="text", D="found_by")
    wording = wording_column("text", "found_by")
    place = models.TextField(
        editable=False,
        default="",
        db_collation="C",
        help_text="What lists are sorted by: source, place in its text. By the database.",
    )
    place_by_date = models.GeneratedField(
        expression=Concat(latest_first("said_on"), "place"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects = ManagerWithoutSearch.from_queryset(StatementQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(within__isnull=True) | ~models.Q(within=models.F("key")),
                name="statement_not_within_itself",
                violation_error_message="A statement is not quoted in itself.",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="statement_search"),
            models.Index(fields=["place"], include=["key"], name="statement_by_place"),
            models.Index(fields=["place_by_date"], include=["key"], name="statement_by_date"),
            models.Index(fields=["-version", "place"], name="statement_by_version"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}: “{self.text[:60]}{'…' if len(self.text) > 60 else ''}”"

    def get_absolute_url(self) -> str:
        return address("statement", self.key)

    @property
    def is_verbatim(self) -> bool:
        """Whether the words are the speaker's as printed, and are therefore shown in quotation marks."""
        return self.kind in (self.Kind.QUOTE, self.Kind.POST)


class StatementAboutQuerySet(models.QuerySet):
    def by_others(self):
        """Those of statements that somebody else says about the entity."""
        return self.exclude(statement__speaker=models.F("entity"))


class StatementAbout(models.Model):
    """Whom a statement is about."""

    statement = models.ForeignKey(Statement, models.CASCADE, db_index=False)  # the unique constraint has an index
    entity = models.ForeignKey("Entity", models.PROTECT)

    objects = StatementAboutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "entity"], name="statementabout_once")]

    def __str__(self) -> str:
        return f"{self.statement_id} about {self.entity_id}"


class StatementTopic(models.Model):
    """What a statement is on."""

    statement = models.ForeignKey(Statement, models.CASCADE, db_index=False)  # the unique constraint has an index
    topic = models.ForeignKey(Topic, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "topic"], name="statementtopic_once")]

    def __str__(self) -> str:
        return f"{self.statement_id} on {self.topic_id}"


class EndorsementQuerySet(RecordQuerySet):
    def for_lists(self):
        return super().for_lists().select_related("endorser", "candidate", "race", "election", "within__speaker")

    def without_private_persons(self):
        """Exclude the stances of private persons, and those that are told in their words."""
        return self.exclude(models.Q(endorser__private=True) | models.Q(within__speaker__private=True))

    def in_order(self):
        """Order by race, candidate and stance. The order of stances is the same for all candidates, and pages state it."""
        stances = ("endorses", "supports", "funds", "withdraws", "opposes")
        place = models.Case(*(models.When(stance=stance, then=number) for number, stance in enumerate(stances)))
        return self.order_by("race__slug", "candidate__sort_name", place, "endorser__sort_name", "key")


class Endorsement(Record):
    """An entity's reported stance toward a candidate in a race. About money it has what the passage says, and no more."""

    class Stance(models.TextChoices):
        ENDORSES = "endorses", _("endorsing")
        SUPPORTS = "supports", _("supporting")
        OPPOSES = "opposes", _("opposing")
        WITHDRAWS = "withdraws", _("withdrawing an endorsement")
        FUNDS = "funds", _("spending money to elect")

    class Recipient(models.TextChoices):
        CANDIDATE = "candidate's committee", _("The candidate’s committee")
        OTHER = "other committee", _("Another committee")
        RACE = "the race", _("The race; no recipient is named")
        NOT_STATED = "not stated", _("Not stated")

    endorser = models.ForeignKey("Entity", models.PROTECT, related_name="endorsements_given")
    endorser_as_named = models.CharField(max_length=200, blank=True, help_text="In the source's own words.")
    candidate = models.ForeignKey("Entity", models.PROTECT, null=True, blank=True, related_name="endorsements")
    race = models.ForeignKey("Race", models.PROTECT, related_name="endorsements")
    election = models.ForeignKey("Election", models.PROTECT, null=True, blank=True, related_name="endorsements")
    stance = models.CharField(max_length=10, choices=Stance)
    verb = models.CharField(max_length=100, help_text="The source's, found in the passage.")
    stated_on = PartialDateField()
    within = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="endorsements", help_text="Who reports it."
    )
    amount = models.DecimalField("amount in dollars", max_digits=14, decimal_places=2, null=True, blank=True)
    amount_as_stated = models.CharField(max_length=60, blank=True, help_text="“more than $1.5 Million”")
    recipient = models.CharField(max_length=25, choices=Recipient, blank=True)
    purpose = models.CharField(max_length=300, blank=True, help_text="In the source's words.")
    found_by = models.TextField(
        editable=False, default="", help_text="What it is found by: the names, and the words of the passage. By the database."
    )
    search = search_column(A="found_by")
    wording = wording_column("found_by")

    objects = ManagerWithoutSearch.from_queryset(EndorsementQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(verb__regex="[^[:space:]]"),
                name="endorsement_has_a_verb",
                violation_error_message="An endorsement has the source's verb.",
            ),
            models.CheckConstraint(
                condition=models.Q(candidate__isnull=False) | models.Q(stance="funds"),
                name="endorsement_names_a_candidate",
                violation_error_message="Only money can go to a race without naming a candidate.",
            ),
            models.CheckConstraint(
                condition=(models.Q(stance="funds") & ~models.Q(recipient=""))
                | (~models.Q(stance="funds") & models.Q(amount__isnull=True, amount_as_stated="", recipient="")),
                name="endorsement_money_is_funding",
                violation_error_message="An amount and a recipient belong to “funds”, and funding says who received it.",
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="endorsement_search")]

    def __str__(self) -> str:
        return f"{self.endorser} {self.stance} {self.candidate or self.race}"

    def get_absolute_url(self) -> str:
        return address("endorsement", self.key)
