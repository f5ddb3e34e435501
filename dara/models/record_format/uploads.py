"""Documents that were uploaded and wait. They are private: only the whole export has them."""

from dara import models
from dara.models.fields import LANGUAGE_PATTERN
from dara.models.record_format.fields import INFERRED, NOTE, TRANSLATIONS, Field, Kind, date_field, key_field
from dara.models.translations import OURS

UPLOADS = Kind(
    "uploads",
    models.PendingUpload,
    ("key",),
    (
        key_field("source that it becomes"),
        Field("document", required=True),
        Field("sha256", required=True, pattern=r"^[0-9a-f]{64}$"),
        Field("extractor", default="text v1"),
        Field("kind", required=True),
        Field("language", default=OURS, pattern=LANGUAGE_PATTERN),
        Field("title", required=True),
        Field("publisher", refers_to="entities"),
        Field("new_publisher"),
        Field("make_publisher", bool),
        Field("author"),
        Field("url"),
        date_field("published_on", "When it was published."),
        date_field("captured_on", "When it was captured."),
        Field("supersedes", refers_to="sources"),
        Field("visibility", required=True),
        NOTE,
        INFERRED,
        TRANSLATIONS,
        Field("uploaded_by", required=True),
        Field("uploaded_on", required=True),
        Field("edited_by"),
    ),
    lambda: models.PendingUpload.objects.select_related("publisher"),
    private=True,
)
