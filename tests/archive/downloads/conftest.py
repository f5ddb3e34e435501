"""The downloads of an archive that holds one of everything."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dara.models.downloads import Snapshot


@pytest.fixture
def archive(example_archive):
    from tests import factories

    made = example_archive
    gascon = factories.source("“Vote for George Gascón,” they said.\n", kind="press release", publisher=made.committee)
    made.gascon = factories.statement(gascon, "Vote for George Gascón", speaker=made.committee)
    return made


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.DARA_DATA_DIR = tmp_path / "data"
    settings.DARA_BASE_URL = "https://dara.example.org"
    return settings.DARA_DATA_DIR / "downloads"


@pytest.fixture
def built(archive, folder) -> "Snapshot":
    from dara.archive import downloads

    snapshot, is_new = downloads.build()
    assert is_new
    return snapshot
