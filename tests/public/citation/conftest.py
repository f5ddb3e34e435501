"""What can be cited: all that the seeds hold, one of everything, and worse."""

import pytest


@pytest.fixture
def nasty(db):
    """Values from outside that could break a format."""
    from tests.public.citation.cited import nasty

    return nasty()


@pytest.fixture(params=["seeds", "example_archive", "nasty"])
def cited(request, db, sample):
    """(row, what it is quoted in, its item) of everything that can be cited, or of a part of what is much."""
    from dara.public.citation.item import csl
    from dara.public.pages.evidence import outer_statements
    from tests.public.citation.cited import rows

    request.getfixturevalue(request.param)
    return [
        (row, outer, csl(row, outer))
        for row in sample(sorted(rows(), key=lambda row: row.pk), 40)
        for outer in [outer_statements(row)]
    ]
