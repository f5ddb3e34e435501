"""Redirects after a merge: the old key or slug of a thing leads to the new one, in pages, files and imports alike."""

from django.db import models

from dara.models.entities import Entity
from dara.models.fields import is_slug
from dara.models.records import Topic


class RedirectQuerySet(models.QuerySet):
    def target(self, kind: str, old: str) -> str | None:
        """Return the key or slug that replaced `old`; None where nothing of that kind and name was merged.

        Whatever is about to answer that something does not exist asks this first."""
        if "\0" in old:  # anybody may type it into an address; PostgreSQL has no such text
            return None
        return self.filter(kind=kind, old=old).values_list("new", flat=True).first()

    def slug_after_merge(self, model: type[models.Model], old: str) -> str | None:
        """Return the slug that replaced `old`, which named an entity or a topic; None where it was not merged."""
        kinds = [kind for kind, of in MODELS.items() if issubclass(model, of)]
        return next((new for kind in kinds if (new := self.target(kind, old))), None)


class Redirect(models.Model):
    """The `old` key or slug of a row that was merged into another of its kind, named `new`.

    The database refuses a redirect whose `old` still names a row, and a redirect to another redirect: each leads to its end in
    one step (`sql/redirects.sql`)."""

    class Kind(models.TextChoices):
        TOPIC = "topics", "Topic"
        ENTITY = "entities", "Person or organization"
        GROUP = "groups", "Group, as one source describes it"
        STATEMENT = "statements", "Statement"
        ENDORSEMENT = "endorsements", "Endorsement"
        RESULT = "results", "Result"
        FACT = "facts", "Candidacy fact"

    kind = models.CharField(max_length=12, choices=Kind, db_collation="C")
    old = models.CharField(max_length=100, db_collation="C", help_text="The key or slug that it had.")
    new = models.CharField(max_length=100, db_collation="C", help_text="The key or slug of what it was merged into.")

    objects = RedirectQuerySet.as_manager()

    class Meta:
        constraints = [
            is_slug("old"),  # as a key is, too
            is_slug("new"),
            models.UniqueConstraint(fields=["kind", "old"], name="redirect_kind_old"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")),
                name="redirect_leads_elsewhere",
                violation_error_message="A redirect leads to something else than itself.",
            ),
        ]
        indexes = [models.Index(fields=["kind", "new"], name="redirect_by_new")]

    def __str__(self) -> str:
        return f"{self.kind} {self.old} → {self.new}"


MODELS = {  # by kind, the models that filters of lists name by slug
    Redirect.Kind.ENTITY: Entity,
    Redirect.Kind.GROUP: Entity,
    Redirect.Kind.TOPIC: Topic,
}
