"""What the last import brought: the base of the three-way comparison between the files and the curators' corrections."""

from django.db import models


class ImportedRecord(models.Model):
    """The digest of a record as the files last gave it. It outlives the record: a row that vanished is noticed."""

    kind = models.CharField(max_length=20, db_collation="C", help_text="As in the record files: “statements”, “topics” …")
    key = models.CharField(max_length=160, db_collation="C", help_text="Its key or slug.")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of its canonical form.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="importedrecord_kind_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
