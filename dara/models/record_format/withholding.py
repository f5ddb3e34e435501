"""Words that the public may not read, and sources that reply to a record."""

from dara import models
from dara.models.fields import KEY_PATTERN
from dara.models.record_format.fields import NOTE, TRANSLATIONS, Field, Kind, key_field

WITHHOLDINGS = Kind(
    "withholdings",
    models.Withholding,
    ("key",),
    (
        key_field("withholding"),
        Field("source", required=True, refers_to="sources", description="The source."),
        Field(
            "start",
            int,
            description="Where the words begin in the text, in Unicode code points from 0; empty: the whole text.",
        ),
        Field("end", int, description="Where they end, exclusive."),
        Field("ground", required=True, description="Why."),
        Field("withheld_on", required=True, description="The day."),
        NOTE,
        TRANSLATIONS,
    ),
    lambda: models.Withholding.objects.all(),
    "Withheld words",
    "Words of sources that the public may not read: where they stand, the day and the ground. Please withhold them in copies too.",
)
REPLIES = Kind(
    "replies",
    models.Reply,
    ("source", "kind", "key"),
    (
        Field("source", required=True, refers_to="sources", nested=True, description="The reply."),
        Field("kind", required=True, description="What it answers: a record’s kind, or a source."),
        Field(
            "key",
            required=True,
            pattern=KEY_PATTERN,
            description="The key of what it answers; that may have been withdrawn.",
        ),
    ),
    lambda: models.Reply.objects.all(),
    "Replies",
    "Sources that were archived because they answer a record, or another source.",
)
