"""The parts of an export: those that have not changed are taken from the former file."""

import contextlib

import pytest

from dara.bake.ledger import Ledger, Query
from dara.bake.parts import Part, Parts
from dara.bake.reads import Recorder

FILE = b"start aaa, bbb, ccc end"


def written(parts: Parts, made: dict[str, bytes]) -> bytes:
    """A file of a part for each key, in their order."""

    def pieces():
        yield b"start "
        for n, key in enumerate(made):
            yield from ([b", "] if n else [])
            yield parts.keep([key], lambda keys: make(parts.recorder, made[keys[0]]))
        yield b" end"

    return b"".join(parts.located(pieces()))


def make(recorder: Recorder, content: bytes) -> bytes:
    recorder.queries.append(Query(f"SELECT '{content.decode()}'", "[]", b"1"))
    return content


@pytest.fixture
def first(tmp_path) -> list[Part]:
    recorder = Recorder()
    recorder.queries = [Query("SELECT keys", "[]", None)]
    parts = Parts(tmp_path / "file", {}, recorder)
    (tmp_path / "file").write_bytes(written(parts, {"a": b"aaa", "b": b"bbb", "c": b"ccc"}))
    assert (tmp_path / "file").read_bytes() == FILE
    assert [query.sql for query in recorder.queries] == ["SELECT keys"]
    return parts.found


def test_it_is_told_where_they_stand_and_what_each_has_read(first):
    assert [FILE[part.start : part.start + part.length] for part in first] == [b"aaa", b"bbb", b"ccc"]
    assert [[query.sql for query in part.queries] for part in first] == [["SELECT 'aaa'"], ["SELECT 'bbb'"], ["SELECT 'ccc'"]]
    assert len({part.rows for part in first}) == 3


def test_what_has_not_changed_is_taken_from_the_former_file(first, tmp_path):
    places = {part.rows: (part.start, part.length) for part in first if FILE[part.start :].startswith((b"aaa", b"ccc"))}
    again = Parts(tmp_path / "file", places, Recorder())
    assert written(again, {"new": b"", "a": b"-", "b": b"bigger", "c": b"-"}) == b"start , aaa, bigger, ccc end"
    assert [part.queries is None for part in again.found] == [True, False, True]
    assert [(part.start, part.length) for part in again.found] == [(8, 3), (13, 6), (21, 3)]


def test_a_part_is_forgotten_when_what_it_has_read_changes(first, tmp_path):
    with contextlib.closing(Ledger(tmp_path / "former")) as ledger:
        ledger.add(["/list.csv"], "the start")
        (page,) = ledger.waiting(10)
        ledger.written(page, [], {"list.csv": "00"}, [], first)
        assert len(ledger.places(page)) == 3
    with contextlib.closing(Ledger(tmp_path / "ledger", tmp_path / "former")) as ledger:
        ledger.mark_changed([id for id, query in ledger.queries() if "bbb" in query.sql])
        ledger.begin(everything=False, always="")
        assert [page.address for page in ledger.waiting(10)] == ["/list.csv"]
        assert set(ledger.places(page).values()) == {(6, 3), (16, 3)}
        taken = [Part(part.rows, part.start + 1, part.length, None) for part in first[:1]]
        ledger.written(page, [], {"list.csv": "01"}, [], taken)
        assert ledger.places(page) == {first[0].rows: (7, 3)}
        ledger.end()
        assert [query.sql for _, query in ledger.queries()] == ["SELECT 'aaa'"]
        ledger.mark_stale([page.id])
        assert ledger.places(page) == {}
    with contextlib.closing(Ledger(tmp_path / "anew", tmp_path / "former")) as ledger:
        ledger.begin(everything=True, always="")
        assert ledger.places(page) == {}
