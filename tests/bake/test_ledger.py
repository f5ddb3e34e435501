"""What a bake remembers, if what is there can be understood."""

import contextlib

import pytest

from dara.bake.ledger import Ledger, Query, only_in


@pytest.fixture
def former(tmp_path):
    path = tmp_path / "former"
    with contextlib.closing(Ledger(path)) as ledger:
        ledger.add(["/", "/topics/"], "the start")
        for page in ledger.waiting(10):
            queries = [Query("SELECT %s", '["a"]', b"1"), Query("SELECT %s", f'["{page.address}"]', b"2")]
            ledger.written(page, ["/"], {f"{page.id}.html": "00"}, queries)
        ledger["release"] = "one"
    return path


def again(tmp_path, former) -> Ledger:
    return Ledger(tmp_path / "again", former)


def test_pages_stay_fresh_until_a_query_of_theirs_changes(former, tmp_path):
    with contextlib.closing(again(tmp_path, former)) as ledger:
        changed = [id for id, query in ledger.queries() if query.parameters == '["/topics/"]']
        ledger.mark_changed(changed)
        ledger.begin(everything=False, always="%/data/%")
        assert [page.address for page in ledger.waiting(10)] == ["/topics/"]
        ledger.add(["/", "/topics/", "/new/"], "the start")
        assert [page.address for page in ledger.waiting(10)] == ["/new/", "/topics/"]


def test_a_query_is_kept_once_for_all_pages(former, tmp_path):
    with contextlib.closing(again(tmp_path, former)) as ledger:
        assert len(list(ledger.queries())) == 3


def test_what_nothing_links_to_any_more_is_forgotten(former, tmp_path):
    with contextlib.closing(again(tmp_path, former)) as ledger:
        ledger.begin(everything=False, always="")
        ledger.begin_visits_anew()
        ledger.add(["/"], "the start")
        for page in ledger.waiting(10):
            assert page.fresh
            ledger.done(page)
        assert ledger.end() == ["2.html"]
        assert [path for path, _ in ledger.sums()] == ["1.html"]
        assert len(list(ledger.queries())) == 2


def test_files_that_only_one_ledger_has(former, tmp_path):
    with contextlib.closing(again(tmp_path, former)) as ledger:
        ledger.add_files({"2.html": "01", "3.html": "00"})
    assert sorted(only_in(tmp_path / "again", former)) == ["2.html", "3.html"]
    assert sorted(only_in(former, tmp_path / "again")) == ["2.html"]
    assert sorted(only_in(former, tmp_path / "nowhere")) == ["1.html", "2.html"]


def test_rows_that_were_added_changed_and_removed(former, tmp_path):
    with contextlib.closing(again(tmp_path, former)) as ledger:
        ledger.replace_rows([("t", "1", b"a", "{}"), ("t", "2", b"a", '{"x": 1}'), ("t", "3", b"a", '{"x": 2}')])
        ledger.replace_rows([("t", "1", b"a", "{}"), ("t", "2", b"b", '{"x": 3}'), ("t", "4", b"a", '{"x": 4}')])
        found = sorted(ledger.changed_rows(), key=str)
        assert found == [
            ("t", None, (b"a", {"x": 4})),
            ("t", (b"a", {"x": 1}), (b"b", {"x": 3})),
            ("t", (b"a", {"x": 2}), None),
        ]


def test_only_places_that_a_bake_may_have_broken_are_looked_for(former, tmp_path):
    with contextlib.closing(again(tmp_path, former)) as ledger:
        ledger.begin(everything=False, always="%")
        other, one = ledger.waiting(10)
        ledger.written(one, ["/topics/#a", "/topics/#b"], {}, [])
        ledger.written(other, ["/#c"], {}, [])
    with contextlib.closing(Ledger(tmp_path / "third", tmp_path / "again")) as ledger:
        ledger.begin(everything=False, always="")
        assert list(ledger.fragments()) == []
    with contextlib.closing(Ledger(tmp_path / "fourth", tmp_path / "third")) as ledger:
        ledger.written(one, ["/topics/#a", "/topics/#new"], {}, [])
        assert list(ledger.fragments()) == [("/", [("c", "/topics/")]), ("/topics/", [("a", "/"), ("new", "/")])]


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to look at", None])
def test_what_is_not_understood_is_not_used(former, tmp_path, content):
    if content is None:
        with contextlib.closing(Ledger(former)) as ledger:
            ledger["schema"] = "of another version"
    else:
        former.write_bytes(content)
    with contextlib.closing(again(tmp_path, former)) as ledger:
        assert ledger["release"] == ""
