"""The revision of what the public can read: it changes with each transaction that changes that (`sql/revision.sql`)."""

from typing import NamedTuple, Self

from django.db import models
from django.db.models import Max, Sum
from django.db.models.functions import Now


class PublicChange(models.Model):
    """A transaction that wrote to a table that the public reads. The database writes these rows; many are added up in that of transaction 0."""

    transaction = models.BigIntegerField(primary_key=True)
    began = models.DateTimeField(db_default=Now())
    changes = models.BigIntegerField(default=1)  # how many transactions the row stands for
    removals = models.BigIntegerField(default=0)  # in how many of them something may have been taken from the public

    class Meta:
        db_table = "dara_revision"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.transaction)


class Revision(NamedTuple):
    """What tells one state of the archive from another. `removals` grows when something may have been taken from the public."""

    changes: int
    transaction: int
    removals: int

    @classmethod
    def read(cls) -> Self:
        """Read the revision that is committed now, with one query. Raises DatabaseError if the database does not answer."""
        sums = PublicChange.objects.aggregate(changes=Sum("changes"), transaction=Max("transaction"), removals=Sum("removals"))
        return cls(**{name: value or 0 for name, value in sums.items()})
