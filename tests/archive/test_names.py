"""The names that an import remembers."""

import tracemalloc

import pytest

from dara.archive import names as module
from dara.archive.names import Names


@pytest.fixture(autouse=True, params=[1, 100], ids=["many", "few"])
def few(request, monkeypatch):
    """In the file, or in memory."""
    monkeypatch.setattr(module, "FEW", request.param)


def test_a_name_is_had_by_the_kinds_that_it_was_added_for():
    with Names() as names:
        names.add("statements", "b2", "a1", "a1")
        names.add("sources", "a1")
        assert names.has("a1", ["sources", "results"])
        assert names.has("b2", ["statements"])
        assert not names.has("b2", ["sources", "results"])
        assert not names.has("c3", ["statements"])
        assert list(names.of("statements")) == ["a1", "b2"]
        assert list(names.of("results")) == []
        names.add("statements", "A3")
        assert list(names.of("statements")) == ["A3", "a1", "b2"]


def test_names_are_compared_character_by_character():
    with Names() as names:
        names.add("topics", "café", "A", "B")
        assert not names.has("cafe\u0301", ["topics"])
        assert not names.has("a", ["topics"])


def test_many_take_no_memory():
    tracemalloc.start()
    try:
        with Names() as names:
            names.add("statements", *(f"{number:08}" for number in range(100)))
            before = tracemalloc.get_traced_memory()[0]
            for chunk in range(100):
                names.add("statements", *(f"{number:08}" for number in range(1000 * chunk, 1000 * chunk + 1000)))
            assert tracemalloc.get_traced_memory()[0] - before < 100_000
            assert names.has("00099999", ["statements"])
    finally:
        tracemalloc.stop()
