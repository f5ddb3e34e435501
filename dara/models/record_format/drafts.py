"""Proposed records. They are private: only the whole export has them."""

from decimal import Decimal

from dara import models
from dara.models.record_format.fields import Field, Kind

DRAFTS = Kind(
    "drafts",
    models.Draft,
    ("key",),
    (
        Field("key", required=True),
        Field("source", required=True, refers_to="sources", read="source_key"),  # or an upload
        Field("name", required=True),
        Field("kind", required=True),
        Field("start", int, required=True),
        Field("end", int, required=True),
        Field("values", dict),
        Field("typed", dict),
        Field("rule"),
        Field("sureness", Decimal),
        Field("state", default=models.Draft.State.OPEN),
        Field("author"),
        Field("record"),
        Field("decided_by"),
        Field("decided_on"),
        Field("reason"),
    ),
    lambda: models.Draft.objects.all(),
    private=True,
)
