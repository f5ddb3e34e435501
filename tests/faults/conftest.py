"""A data folder with the seeds, for drills."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dara.local import defaults, postgres


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder with the seeds, and their downloads."""
    with postgres.running(tmp_path) as cluster:
        environment = os.environ | {"DARA_DATA_DIR": str(tmp_path), "DATABASE_URL": cluster.url(), "DARA_SITE": "admin"}
        for command in ("prepare", "build_downloads"):
            arguments = [sys.executable, "manage.py", command]
            subprocess.run(arguments, cwd=defaults.CHECKOUT, env=environment, check=True, capture_output=True)
    return tmp_path
