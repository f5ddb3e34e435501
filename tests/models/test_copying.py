"""Rows that are copied into a table."""

import pytest

from dara.models import Topic
from dara.models.copying import copy_rows

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(60)]


def test_what_makes_the_rows_may_ask_the_database():
    """Which would otherwise wait for the end of COPY, which waits for the rows."""
    copy_rows(Topic, ({"slug": name, "name": name, "position": Topic.objects.count()} for name in ("bail", "jails")))
    assert list(Topic.objects.order_by("slug").values_list("slug", "position")) == [("bail", 0), ("jails", 0)]
