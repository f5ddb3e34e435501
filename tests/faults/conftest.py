"""Data folders with the seeds, for drills, and how often each thing is done to them."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from dara.local import postgres
from tests.faults.processes import manage

T = TypeVar("T")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="the whole counts of the drills: hours, in place of minutes")


@pytest.fixture
def times(pytestconfig: pytest.Config) -> Callable[[T, T], T]:
    """times(20, 100): 20 in `make drill`, 100 in its whole form (`make drill ARGS=--whole`)."""
    whole = pytestconfig.getoption("whole", default=False)
    return lambda few, all_of_them: all_of_them if whole else few


@pytest.fixture
def chance() -> random.Random:
    """Random moments and requests, the same in each run."""
    return random.Random(2026)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the seeds and their downloads, on which nothing runs."""
    folder = tmp_path_factory.mktemp("prepared")
    with postgres.running(folder) as cluster:
        for command in ("prepare", "build_downloads"):
            manage(folder, cluster.url(), command)
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Iterator[Path]:
    """A data folder of the drill's own, with the seeds and their downloads."""
    own = tmp_path / "archive"
    shutil.copytree(prepared, own)
    yield own
    shutil.rmtree(own)
