"""Synonyms for search."""

from dara import models
from dara.models.record_format.fields import Field, Kind, slug_field

SYNONYMS = Kind(
    "synonyms",
    models.SynonymGroup,
    ("slug",),
    (
        slug_field("The group’s name."),
        Field("english", list, description="Its English words and short phrases. A JSON array."),
        Field("spanish", list, description="Its Spanish ones. A JSON array."),
    ),
    lambda: models.SynonymGroup.objects.all(),
    "Synonyms",
    "Words with one denotation, which search takes for one another: never a person, a party, a slogan or an evaluation.",
)
