"""The first rows of a list, found by their keys."""

from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models


class EqualsAny(models.Func):
    """EqualsAny("pk", ArraySubquery(…)): whether an array has the value. PostgreSQL makes the array first, and looks its values up."""

    arg_joiner = " = ANY ("
    template = "%(expressions)s)"
    output_field = models.BooleanField()


class FirstRowsQuerySet(models.QuerySet):
    def first_rows(self, size: int | None = None) -> Self:
        """Only so many rows, the first in their order. Joining what lists show to all rows, to sort them, would take several times longer."""
        return self.filter(EqualsAny("pk", ArraySubquery(self.values("pk")[:size])))
