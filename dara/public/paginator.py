"""Pages of lists that take the same time wherever they stand.

The keys of a page are found first, in an index where the order has one, and its rows are read by them. Where a list is whole, its order is one
column, and the page stands further back than the index should be read, it begins at a key that was noted in this revision."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connections
from django.db.models import QuerySet
from django.utils.functional import cached_property

from dara.public.held import count
from dara.public.revision import per_revision

STEP = 50  # each so many rows a key is noted
FAR = 1000  # rows that are skipped without it


class RowPaginator(Paginator):
    """Django's paginator; of a queryset, it counts the rows once a revision, and reads keys first."""

    @cached_property
    def count(self) -> int:
        return count(self.object_list) if isinstance(self.object_list, QuerySet) else super().count

    def page(self, number: int | str) -> Page:
        if not isinstance(self.object_list, QuerySet):
            return super().page(number)
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return self._get_page(part(self.object_list, first, min(first + self.per_page, self.count)), number, self)


def part(rows: QuerySet[Any], first: int, end: int) -> QuerySet[Any]:
    """Return the rows from one number (from 0) to another, exclusive, in their order."""
    of_keys = rows
    if first >= FAR and (column := _single_column(rows)):
        places = _places(rows.db, rows.model._meta.db_table, column)
        of_keys = rows.filter(**{f"{column}__gte": places[first // STEP]})
        first, end = first % STEP, end - first + first % STEP
    return rows.filter(pk__in=of_keys.values("pk")[first:end])


def _single_column(rows: QuerySet[Any]) -> str | None:
    """Return the column that a whole list is sorted by, if it is one that tells all rows apart; None for others, and for a part of a list."""
    order = rows.query.order_by
    return order[0] if order in (("place",), ("place_by_date",)) and not rows.query.has_filters() else None


@per_revision
def _places(using: str, table: str, column: str) -> list[str]:
    """Return the values of the column in its order, one in `STEP`, beginning with the first."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"""SELECT array_agg(place ORDER BY place)
            FROM (SELECT {column} AS place, row_number() OVER (ORDER BY {column}) AS number FROM public.{table}) AS rows
            WHERE mod(number, {STEP}) = 1"""
        )
        return cursor.fetchone()[0] or []
