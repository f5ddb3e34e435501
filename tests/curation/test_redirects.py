"""The map of redirects resolves each old name to the current one."""

import pytest

from dara.curation.redirects import RedirectMap


def test_each_old_name_is_resolved_to_the_current_one():
    redirects = RedirectMap([("entities", "a", "b"), ("groups", "b", "c"), ("topics", "a", "z"), ("entities", "a", "late")])
    assert [redirects.resolve("entities", name) for name in ("a", "b", "c", None)] == ["c", "c", "c", None]
    assert redirects.resolve("topics", "a") == "z"
    assert not RedirectMap([])


def test_a_circle_is_named():
    with pytest.raises(ValueError, match="a, b lead in a circle"):
        RedirectMap([("topics", "a", "b"), ("topics", "b", "a")])
