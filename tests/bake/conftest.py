"""A bake of the example archive and what became of it: one story, told once in a test process, which the tests look at."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pghistory
import pytest


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a baked site, by path; without what the bake remembers for the next."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".bake.sqlite")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="session")
def story(pytestconfig, databases, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """A bake, `first`. In the long form, another of the same state, `second`; then `updated`, the second once more after the summary of a
    statement was corrected, and `anew`, a bake of the state then."""
    from django.conf import settings

    from dara.bake.baking import bake
    from tests.databases import roles_locked

    folder = tmp_path_factory.mktemp("bake")
    kind = "example_archive"
    command = pghistory.context(command="bake")  # as each command has it
    with roles_locked(databases.server, alone=False), django_db_blocker.unblock(), databases.in_use(kind, copied=True), command:
        archive = databases.contents_of(kind)
        told = SimpleNamespace(folder=folder / "first", archive=archive, base=settings.DARA_BASE_URL)
        told.baked = [bake(folder / "first")]
        told.first = contents(folder / "first")
        if pytestconfig.getoption("long"):
            _go_on(told, folder)
    yield told
    shutil.rmtree(folder)


def _go_on(told: SimpleNamespace, folder: Path) -> None:
    from dara.bake.baking import bake

    told.baked.append(bake(folder / "second"))
    told.second = contents(folder / "second")
    told.baked.append(bake(folder / "second"))
    told.unchanged = contents(folder / "second")
    inodes = {path: (folder / "second" / path).stat().st_ino for path in told.unchanged}
    told.archive.quote.summary = "Zanzibar, a corrected summary."
    told.archive.quote.save()
    told.baked.append(bake(folder / "second"))
    told.updated = contents(folder / "second")
    told.kept = {
        path for path, inode in inodes.items() if path in told.updated and (folder / "second" / path).stat().st_ino == inode
    }
    told.baked.append(bake(folder / "anew"))
    told.anew = contents(folder / "anew")
