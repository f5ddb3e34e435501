"""Entities: whoever runs, speaks, endorses or publishes."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from dara.models.fields import ManagerWithoutSearch, SlugField, is_slug, search_column, wording_column
from dara.models.permalinks import address
from dara.models.translations import TranslationsField


class EntityQuerySet(models.QuerySet):
    def with_page(self):
        """Only persons and organizations. A group belongs to its source and has no page."""
        return self.exclude(kind=Entity.Kind.GROUP)

    def by_name(self):
        return self.order_by("sort_name", "slug")

    def candidates(self):
        return self.filter(candidacies__isnull=False).distinct()

    def voices(self):
        """Only persons and organizations that never ran."""
        return self.with_page().filter(candidacies__isnull=True)


EntityManager = ManagerWithoutSearch.from_queryset(EntityQuerySet)


class Entity(models.Model):
    """A person, an organization, or a group as one source describes it, that speaks, endorses, runs or publishes.

    The row has a name and nothing else about them: everything known is a record with a passage."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANIZATION = "organization", _("Organization")
        GROUP = "group", _("Group, as one source describes it")

    slug = SlugField(max_length=100)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, db_collation="C", help_text="“Lacey, Jackie”; for a group, its name.")
    kind = models.CharField(max_length=12, choices=Kind)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="groups", help_text="Only of a group.")
    private = models.BooleanField(default=False, help_text="A bystander quoted once: kept out of search engines.")
    note = models.TextField(blank=True, help_text="In the archive's words, e.g. which names we take to be this one.")
    translations = TranslationsField("note")
    search = search_column(A="name", D="note")
    wording = wording_column("name", "note")

    objects = EntityManager()

    class Meta:
        verbose_name_plural = "entities"
        indexes = [
            models.Index(fields=["sort_name", "slug"], name="entity_by_name"),
            GinIndex(fields=["search"], name="entity_search"),
        ]
        constraints = [
            is_slug(),
            models.CheckConstraint(
                condition=models.Q(kind="group", source__isnull=False) | (~models.Q(kind="group") & models.Q(source__isnull=True)),
                name="entity_group_has_a_source",
                violation_error_message="A group, and only a group, belongs to the source that describes it.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the voice's page, which for a candidate redirects to `/candidates/…`; for a group, the page of its source."""
        if self.kind == self.Kind.GROUP:
            return address("source", self.source_id)
        return address("voice", self.slug)

    @property
    def surname(self) -> str:
        """The part of `sort_name` before the comma, by which pages call a candidate."""
        return self.sort_name.split(",")[0]


class CandidateManager(EntityManager):
    def get_queryset(self):
        return super().get_queryset().candidates()


class Candidate(Entity):
    """An entity that ran for Los Angeles County District Attorney in at least one race."""

    objects: ClassVar[CandidateManager] = CandidateManager()

    class Meta:
        proxy = True

    def get_absolute_url(self) -> str:
        return address("candidate", self.slug)
