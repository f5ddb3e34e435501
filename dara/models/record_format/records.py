"""Topics, statements, endorsements, and what is left of withdrawn records."""

from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef

from dara import models
from dara.models.record_format.fields import (
    API,
    NAME,
    NOTE,
    OF_RECORDS,
    PASSAGE,
    PERMALINK,
    PUBLIC,
    SOURCE,
    TRANSLATIONS,
    Field,
    Kind,
    Link,
    date_field,
    key_field,
    slug_field,
)


def _slugs(model: type[Model], relation: str) -> ArraySubquery:
    """The slugs of the rows that a row has, in their order: one query for many rows, without a model's object for each."""
    return ArraySubquery(model._default_manager.filter(**{relation: OuterRef("pk")}).order_by("slug").values("slug"))


TOPICS = Kind(
    "topics",
    models.Topic,
    ("slug",),
    (
        slug_field("The topic’s name in addresses."),
        NAME,
        Field("parent", refers_to="topics", description="The topic that it is a part of."),
        Field("position", int, required=True, description="The order on pages."),
        Field("description", description="In the archive’s words."),
        TRANSLATIONS,
        PERMALINK,
    ),
    lambda: models.Topic.objects.select_related("parent"),
    "Topics",
    "The issues of the race, as the archive names them.",
    parent="parent",
)
UTTERANCES = Kind(
    "utterances",
    models.Utterance,
    ("slug",),
    (
        slug_field("The utterance’s name."),
        Field("reason", required=True, description="Why the statements are one utterance, in the archive’s words."),
        TRANSLATIONS,
        Field("statements", list, refers_to="statements", outputs=API, section=TRANSLATIONS.section, description="What it joins."),
    ),
    lambda: models.Utterance.objects.all(),
    "Joined utterances",
    "One thing said once, that several statements give: joined by a curator.",
)
STATEMENTS = Kind(
    "statements",
    models.Statement,
    ("key",),
    (
        key_field("statement"),
        Field(
            "kind",
            required=True,
            description="In whose words: a `quote` or a `post` in the speaker’s as the source prints them, a `position` in a campaign’s own "
            "prose, a `paraphrase` in the source’s, a `report` in the publisher’s.",
        ),
        SOURCE,
        PASSAGE,
        Field(
            "text",
            outputs=PUBLIC,
            description="The words; where some were left out by the archive, “ … ” stands between the pieces.",
        ),
        Field(
            "pieces",
            list,
            required=True,
            description="The words piece by piece, as they stand in the passage. A JSON array.",
        ),
        Field("speaker", required=True, refers_to="entities", description="Who speaks; of a paraphrase, of whom it is told."),
        Field("speaker_as_named", description="How the source calls them."),
        Field("within", refers_to="statements", description="The statement that it is quoted in."),
        Field(
            "about",
            list,
            refers_to="entities",
            description="Whom it is about.",
            link=Link("Whom statements are about", "A row for each entity that a statement is about.", "Whom it is about."),
        ),
        Field(
            "topics",
            list,
            refers_to="topics",
            description="The topics that the archive has given it.",
            link=Link("Topics of statements", "A row for each topic that the archive has given a statement.", "The topic."),
        ),
        date_field("said_on", "When it was said, or posted."),
        Field("utterance", refers_to="utterances", description="What a curator has joined it to."),
        *OF_RECORDS,
    ),
    lambda: models.Statement.objects.select_related("passage", "speaker", "utterance").annotate(
        about_slugs=_slugs(models.Entity, "told_of"), topics_slugs=_slugs(models.Topic, "statements")
    ),
    "Statements",
    "What entities say, and in whose words the archive holds it. Whether claims are true is not checked.",
    parent="within",
)
ENDORSEMENTS = Kind(
    "endorsements",
    models.Endorsement,
    ("key",),
    (
        key_field("record"),
        SOURCE,
        PASSAGE,
        Field("endorser", required=True, refers_to="entities", description="Whose stance it is."),
        Field("endorser_as_named", description="How the source calls them."),
        Field(
            "candidate",
            refers_to="entities",
            description="Toward whom; empty where money goes to a race and no candidate is named.",
        ),
        Field("race", required=True, refers_to="races", description="The race."),
        Field("election", refers_to="elections", description="The election, only where the passage says so."),
        Field("stance", required=True, description="The stance."),
        Field("verb", required=True, description="The source’s own verb."),
        date_field("stated_on", "When the endorser said so."),
        Field("within", refers_to="statements", description="The statement that reports it."),
        Field("amount", Decimal, description="US dollars, of `funds` alone."),
        Field("amount_as_stated", description="The amount in the source’s words, with its qualifier."),
        Field("recipient", description="Who received the money."),
        Field("purpose", description="What for, in the source’s words."),
        *OF_RECORDS,
    ),
    lambda: models.Endorsement.objects.select_related("passage", "endorser", "candidate", "race", "election"),
    "Endorsements",
    "Reported stances toward candidates, each as one passage reports it. Amounts must not be added up: passages may speak of the same money.",
)
TOMBSTONES = Kind(
    "tombstones",
    models.Tombstone,
    ("key",),
    (
        key_field("withdrawn record"),
        Field("kind", required=True, description="What it was."),
        Field("withdrawn_on", required=True, description="The day."),
        Field("ground", required=True, description="Why."),
        NOTE,
        TRANSLATIONS,
    ),
    lambda: models.Tombstone.objects.all(),
    "Withdrawn records",
    "What is left of records that were withdrawn: their keys, the day and the ground. Please withdraw them from copies too.",
)
