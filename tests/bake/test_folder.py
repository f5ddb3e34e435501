"""The folder of a bake: others are refused, and a bake that fails leaves the former one."""

import pytest

from dara.bake import BakeError
from dara.bake.folder import LEDGER, Folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "site"


def fill(out, text: str) -> None:
    folder = Folder(out)
    with folder.opened():
        (folder.unfinished / LEDGER).touch()
        folder.write("index.html", [text.encode()], {})


def test_a_new_folder_is_made(out):
    fill(out, "one")
    assert (out / "index.html").read_text() == "one"
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_former_bake_is_replaced(out):
    fill(out, "one")
    fill(out, "two")
    assert (out / "index.html").read_text() == "two"


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
    assert (out / "index.html").read_text() == "two"
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_two_bakes_to_one_folder_do_not_run_at_once(out):
    with Folder(out).opened():
        with pytest.raises(BakeError, match="running"), Folder(out).opened():
            pass
        (Folder(out).unfinished / LEDGER).touch()
