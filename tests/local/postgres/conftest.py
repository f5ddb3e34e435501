"""Folders for clusters, and clusters in them. Whatever a failing test leaves running is stopped."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dara.local import postgres
from tests.local.postgres.clusters import QUICK

OTHERS = sorted(str(folder) for folder in Path("/usr/lib/postgresql").glob("1[5-9]/bin") if (folder / "initdb").exists())


@pytest.fixture(params=[None, *(pytest.param(folder, marks=pytest.mark.long_form) for folder in OTHERS)], ids=["default", *OTHERS])
def each_version(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL as it is found, then each other one that Debian's packages installed. Named before `data_dir`."""
    if request.param:
        monkeypatch.setenv("DARA_POSTGRES_BINDIR", request.param)


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A private folder with a long path and a space in it. Whatever a failing test leaves running is stopped."""
    folder = tmp_path / ("a long path " * 8).strip() / "var"
    folder.mkdir(parents=True, mode=0o700)
    folder.parent.chmod(0o700)
    tmp_path.chmod(0o700)
    yield folder
    with postgres.running(folder, QUICK):
        pass


@pytest.fixture
def made(data_dir: Path) -> postgres.Cluster:
    """A cluster that has been made, and stopped again."""
    with postgres.running(data_dir, QUICK) as cluster:
        pass
    return cluster


@pytest.fixture
def users() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()
