"""What the last import brought: the base of the three-way comparison between the files and the curators' corrections, and where the two conflict."""

from django.db import models
from django.utils import timezone


class ImportedRecord(models.Model):
    """The digest of a record as the files last gave it. It outlives the record: a row that vanished is noticed."""

    kind = models.CharField(max_length=20, db_collation="C", help_text="As in the record files: “statements”, “topics” …")
    key = models.CharField(max_length=160, db_collation="C", help_text="Its key or slug.")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of its canonical form.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="importedrecord_kind_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ImportConflict(models.Model):
    """What the files say of a record that was changed both here and there; the archive's version was kept. Private.

    Each import that meets the record again replaces or removes it."""

    kind = models.CharField(max_length=20, db_collation="C", help_text="As in the record files.")
    key = models.CharField(max_length=160, db_collation="C", help_text="Its key or slug.")
    form = models.JSONField(help_text="The canonical form that the files give it.")
    since = models.DateTimeField("since", default=timezone.now, help_text="When an import first brought this form.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="importconflict_kind_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
