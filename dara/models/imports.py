"""What the last import brought, which is the base of the three-way merge of files and curators' changes; and the conflicts."""

from django.db import models
from django.utils import timezone


class ImportedRecord(models.Model):
    """The digest of a record as the files last had it. It is kept after the record is deleted, so that an import notices that."""

    kind = models.CharField(max_length=20, db_collation="C", help_text="As in the record files: “statements”, “topics” …")
    key = models.CharField(max_length=160, db_collation="C", help_text="Its key or slug.")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of its canonical form.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="importedrecord_kind_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class BaseChange(models.Model):
    """What one statement of SQL did to the bases of a kind. The sums over all of a kind are those of the bases that are there.

    Written by the database (`sql/imports.sql`), in the form of an event of the history, in whose order it stands and with which it is sealed."""

    pgh_id = models.BigIntegerField(primary_key=True)
    pgh_created_at = models.DateTimeField()
    pgh_label = models.TextField(help_text="“insert”, “update” or “delete”.")
    pgh_context = models.JSONField(null=True)
    pgh_role = models.TextField()
    pgh_transaction = models.BigIntegerField()
    kind = models.CharField(max_length=20, db_collation="C")
    number = models.BigIntegerField(help_text="By how many bases there are more.")
    total = models.DecimalField(max_digits=40, decimal_places=0, help_text="By how much the sum of dara_base_number() is more.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.number:+} ({self.pgh_id})"


class ImportConflict(models.Model):
    """A record that was changed both in the files and in the archive. The archive's version was kept; this is the files'. Private.

    Each import that reads the record again replaces or removes the conflict."""

    kind = models.CharField(max_length=20, db_collation="C", help_text="As in the record files.")
    key = models.CharField(max_length=160, db_collation="C", help_text="Its key or slug.")
    form = models.JSONField(help_text="The canonical form that the files give it.")
    since = models.DateTimeField("since", default=timezone.now, help_text="When an import first brought this form.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="importconflict_kind_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
