"""Duplicates that were merged."""

from dara import models
from dara.models.record_format.fields import Field, Kind

REDIRECTS = Kind(
    "redirects",
    models.Redirect,
    ("kind", "old"),
    (
        Field("kind", required=True, description="What it was."),
        Field("old", required=True, description="The key or slug that it had."),
        Field("new", required=True, description="The key or slug of what it was merged into."),
    ),
    lambda: models.Redirect.objects.all(),
    "Merged records",
    "Duplicates that were merged: the key or slug that each had, and what it leads to now.",
)
