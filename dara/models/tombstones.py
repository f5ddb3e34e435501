"""Tombstones: what is left of records and sources that were withdrawn."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from dara.models.fields import KeyField, is_key
from dara.models.translations import TranslationsField


class Tombstone(models.Model):
    """What is left of a withdrawn record or source: its key, the day and the ground."""

    class Kind(models.TextChoices):
        SOURCE = "sources", _("Source")
        STATEMENT = "statements", _("Statement")
        ENDORSEMENT = "endorsements", _("Endorsement")
        RESULT = "results", _("Result")
        FACT = "facts", _("Candidacy fact")

    class Ground(models.TextChoices):
        ERROR = "error", _("Error")
        RIGHTS = "rights", _("Rights")
        PRIVACY = "privacy", _("Privacy")
        SAFETY = "safety", _("Safety")
        LEGAL = "legal", _("Legal")

    MODELS = {
        Kind.SOURCE: "Source",
        Kind.STATEMENT: "Statement",
        Kind.ENDORSEMENT: "Endorsement",
        Kind.RESULT: "ElectionResult",
        Kind.FACT: "CandidacyFact",
    }

    key = KeyField(help_text="Of the record that is withdrawn.")
    kind = models.CharField(max_length=12, choices=Kind)
    withdrawn_on = models.DateField()
    ground = models.CharField(max_length=10, choices=Ground)
    note = models.TextField(blank=True, help_text="In the archive's words, for the public.")
    translations = TranslationsField("note")

    class Meta:
        constraints = [is_key("key")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}, withdrawn on {self.withdrawn_on}"

    @classmethod
    def model_of(cls, kind: str) -> type[models.Model]:
        """Return the model of the rows of a kind."""
        return apps.get_model("dara", cls.MODELS[cls.Kind(kind)])

    @classmethod
    def kind_of(cls, row: models.Model) -> Kind:
        """Return the kind of a record or source. Raises StopIteration for rows that are never withdrawn."""
        return next(kind for kind, name in cls.MODELS.items() if name == type(row).__name__)
