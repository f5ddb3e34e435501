"""The folder of a bake: others are refused, and a bake that fails leaves the former one."""

import contextlib
from collections.abc import Mapping

import pytest

from dara.bake import BakeError
from dara.bake.folder import LEDGER, SUMS, Folder
from dara.bake.ledger import Ledger


@pytest.fixture
def out(tmp_path):
    return tmp_path / "site"


def fill(out, text: str, **others: str) -> None:
    """A bake of a site with an index, and other files by name."""
    folder = Folder(out)
    with folder.opened(), contextlib.closing(Ledger(folder.unfinished / LEDGER, former=out / LEDGER)) as ledger:
        former = ledger.files_of("*")
        folder.remove(former.keys() - {"index.html", *others})
        ledger.remove_files(former)
        for path, content in {"index.html": text, **others}.items():
            of_path = {path: former[path]} if path in former else {}
            ledger.add_files(folder.write(path, [content.encode()], of_path))
        (folder.unfinished / SUMS).unlink(missing_ok=True)
        (folder.unfinished / SUMS).touch()


def contents(folder) -> Mapping[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in (LEDGER, SUMS))
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def test_a_new_folder_is_made(out):
    fill(out, "one")
    assert (out / "index.html").read_text() == "one"
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_former_bake_is_replaced(out):
    fill(out, "one")
    fill(out, "two")
    assert (out / "index.html").read_text() == "two"


def test_what_has_not_changed_is_the_former_file(out):
    fill(out, "one", **{"a/b.txt": "same", "c/d.txt": "gone"})
    inode = (out / "a/b.txt").stat().st_ino
    fill(out, "two", **{"a/b.txt": "same"})
    assert contents(out) == {"index.html": "two", "a/b.txt": "same"}
    assert (out / "a/b.txt").stat().st_ino == inode
    assert not (out / "c").exists()


def test_the_next_bake_begins_with_the_folder_that_was_replaced(out):
    """It is the same as the new one, so nothing stays in it that has left the site."""
    fill(out, "one", **{"c/d.txt": "gone"})
    fill(out, "two")
    begun = Folder(out).next
    assert contents(begun) == contents(out) == {"index.html": "two"}
    assert not (begun / "c").exists()
    inode = begun.stat().st_ino
    fill(out, "three", **{"e.txt": "new"})
    assert out.stat().st_ino == inode
    assert contents(Folder(out).next) == contents(out) == {"index.html": "three", "e.txt": "new"}


def test_a_folder_that_is_not_the_same_as_the_former_one_is_not_begun_with(out):
    fill(out, "one")
    fill(out, "two")
    (Folder(out).next / LEDGER).unlink()
    (Folder(out).next / "strange").touch()
    fill(out, "three")
    assert contents(out) == {"index.html": "three"}


def test_a_former_bake_of_another_version_is_replaced_as_a_whole(out):
    fill(out, "one", **{"c/d.txt": "gone"})
    (out / LEDGER).write_bytes(b"another")
    fill(out, "two")
    assert contents(out) == {"index.html": "two"}
    assert not Folder(out).next.exists()


def test_an_empty_folder_is_filled(out):
    out.mkdir()
    fill(out, "one")
    assert (out / "index.html").exists()


def test_a_folder_with_something_else_is_refused(out):
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(BakeError, match="no former bake"):
        fill(out, "one")
    assert (out / "thesis.txt").read_text() == "mine"


def test_a_file_is_refused(out):
    out.write_text("mine")
    with pytest.raises(BakeError, match="not a folder"):
        fill(out, "one")


def test_a_bake_that_fails_leaves_the_former_one(out):
    fill(out, "one")
    folder = Folder(out)

    def fail() -> None:
        with folder.opened():
            folder.write("index.html", [b"two"], {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (out / "index.html").read_text() == "one"
    assert not folder.unfinished.exists()


def test_what_killed_bakes_leave_is_removed(out):
    fill(out, "one")
    folder = Folder(out)
    folder.unfinished.mkdir()
    (folder.unfinished / "half").touch()
    out.rename(folder.replaced)  # killed between the two renames
    fill(out, "two")
    assert contents(out) == {"index.html": "two"}
    assert {path.name for path in out.parent.iterdir()} == {"site", ".site.next"}


def test_two_bakes_to_one_folder_do_not_run_at_once(out):
    with Folder(out).opened():
        with pytest.raises(BakeError, match="running"), Folder(out).opened():
            pass
        (Folder(out).unfinished / LEDGER).touch()
