"""Pages of lists that take the same time wherever they stand.

The keys of a page are found first, and its rows are read by them. A page of a whole list that stands far back begins at a value of the index
that was noted in this revision; where no index has the order of a whole list, all of its keys were."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db import connections
from django.db.models import F, QuerySet
from django.utils.functional import cached_property

from dara.models.fields import IsAny, KeyField
from dara.public.held import count
from dara.public.revision import per_revision

INDEXED = (("place",), ("place_by_date",))  # orders that one column has, and an index
STEP = 50  # of such an order, the value of each so many rows is noted
FAR = 1000  # rows that are skipped, or sorted, without anything noted
LENGTH = 8  # of a key


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
        return Page(part(self.object_list, first, min(first + self.per_page, self.count), self.count), number, self)


def part(rows: QuerySet[Any], first: int, end: int, total: int = 0) -> QuerySet[Any]:
    """Return the rows from one number (from 0) to another, exclusive, in their order. `total`: how many there are, where that is known."""
    if first >= end:
        return rows.none()
    of_keys, order = rows, rows.query.order_by
    is_whole = not rows.query.has_filters()
    if is_whole and order in INDEXED and first >= FAR:
        places = _places(rows.db, rows.model._meta.db_table, order[0])
        of_keys = rows.filter(**{f"{order[0]}__gte": places[first // STEP]})
        first, end = first % STEP, end - first + first % STEP
    elif is_whole and order not in INDEXED and total > FAR and isinstance(rows.model._meta.pk, KeyField):
        keys = _keys(rows.db, *rows.values("pk").query.sql_with_params())
        return rows.filter(pk__in=[keys[place : place + LENGTH] for place in range(first * LENGTH, end * LENGTH, LENGTH)])
    return rows.filter(IsAny(F("pk"), ArraySubquery(of_keys.values("pk")[first:end])))


@per_revision
def _keys(using: str, sql: str, parameters: tuple) -> str:
    """Return the keys that a query selects, in its order, without anything between them."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, parameters)
        return "".join(key for (key,) in cursor.fetchall())


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
