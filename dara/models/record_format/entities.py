"""Persons, organizations, and groups as one source describes them."""

from dataclasses import replace

from dara import models
from dara.models.permalinks import permalink, permanent, public_url
from dara.models.record_format.fields import (
    API,
    NAME,
    NOTE,
    PERMALINK,
    SOURCE,
    TABLES,
    TRANSLATIONS,
    Field,
    Kind,
    slug_field,
)


def page_of_entity(entity) -> str:
    """The address of the candidate's page, or the voice's. Of an entity with the annotation `ran`."""
    return public_url(permalink("candidate", entity.slug)) if entity.ran else permanent(entity)


ENTITIES = Kind(
    "entities",
    models.Entity,
    ("slug",),
    (
        slug_field("The entity’s name in addresses."),
        NAME,
        Field("sort_name", required=True, description="The name as it is sorted: “Lacey, Jackie”."),
        Field("kind", required=True, description="A person, an organization, or a group as one source describes it."),
        Field("source", refers_to="sources", outputs=TABLES, description="Of a group, the source that describes it."),
        Field(
            "private",
            bool,
            description="A private person, quoted as a bystander. Please keep them out of search engines and lists, as the archive does.",
        ),
        Field("candidate", bool, required=True, outputs=API, read="ran", description="Ran for the office in at least one race."),
        NOTE,
        TRANSLATIONS,
        replace(PERMALINK, outputs=TABLES),
        replace(PERMALINK, outputs=API, read=page_of_entity),
    ),
    lambda: models.Entity.objects.with_page(),
    "Entities",
    "The persons, organizations and groups that speak, endorse, run or publish. A name and no more: what is known of them are records.",
)
GROUPS = Kind(  # in the tables, groups stand among the entities
    "groups",
    models.Entity,
    ("slug",),
    (
        slug_field("The group’s name among the entities."),
        NAME,
        replace(SOURCE, description="The source that describes it; its page is the group’s page."),
        NOTE,
        TRANSLATIONS,
        replace(PERMALINK, outputs=API),
    ),
    lambda: models.Entity.objects.filter(kind=models.Entity.Kind.GROUP),
    "Groups",
    "Those whom one source describes without a name; they have no page but the source’s.",
)
