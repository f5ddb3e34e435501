"""Facets of archives that are larger than the seeds."""

import pytest

from dara.models import Source
from dara.public.filters.facets import MAX_FREQUENT_VALUES, by_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds")]
MORE_THAN_PARAMETERS = 70_000  # a query has 65,535 at most


def test_the_first_of_very_many_sources_with_as_many_statements_are_read_alone():
    keys = sorted(Source.objects.values_list("pk", flat=True))
    frequent, *others = keys
    counts = {f"none{n:05}": 1 for n in range(MORE_THAN_PARAMETERS)} | dict.fromkeys(others, 1) | {frequent: 2}
    rows = by_source.rows(counts)
    assert [(key, number) for key, _, number in rows[:1]] == [(frequent, 2)]
    assert sorted(key for key, *_ in rows[1:]) == others
    assert [name for _, name, _ in rows[1:]] == sorted(name for _, name, _ in rows[1:])
    assert len(rows) <= MAX_FREQUENT_VALUES + 1
    assert by_source.rows({}) == []
