"""What was merged into what: the old address of a thing leads to the new one, in pages, files and imports alike."""

from django.db import models

from dara.models.fields import is_slug


class RedirectQuerySet(models.QuerySet):
    def leading_on(self, kind: str, name: str) -> str | None:
        """The key or slug that the thing of that kind and old name has now; None where nothing of that name was merged.

        The one function that the read side asks before it says that something is not there."""
        if "\0" in name:  # as anybody may type into an address; PostgreSQL has no such text
            return None
        return self.filter(kind=kind, old=name).values_list("new", flat=True).first()


class Redirect(models.Model):
    """The `old` key or slug of something that was merged into another of its kind, which is called `new`.

    The database refuses one whose `old` is still there, and chains (`sql/redirects.sql`): each leads to the end in one step."""

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
