"""A backup that is stopped or killed leaves nothing private behind."""

import os
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command

from dara.archive import exporting
from dara.archive.importing import import_package
from dara.archive.unfinished import PREFIX, unfinished_folder
from dara.local import defaults

KILLED = """
import os, signal, sys
from pathlib import Path
from dara.archive.unfinished import unfinished_folder
with unfinished_folder(Path(sys.argv[1])) as folder:
    (folder / "drafts.jsonl").write_text("private")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.django_db(transaction=True)
def test_an_export_that_is_stopped_removes_what_it_has_written(package, tmp_path, monkeypatch):
    """As Compose stops it, and systemd: with SIGTERM."""

    def stopped(folder, *, public):
        (folder / "records").mkdir(parents=True)
        os.kill(os.getpid(), signal.SIGTERM)

    import_package(package.write())
    monkeypatch.setattr(exporting, "write_bag", stopped)
    backups = tmp_path / "backups"
    with pytest.raises(SystemExit):
        call_command("export_archive", backups / "today")
    assert list(backups.iterdir()) == []


def test_what_a_killed_one_has_left_goes_with_the_next(tmp_path):
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=defaults.CHECKOUT, check=False)
    assert killed.returncode == -9
    (left,) = tmp_path.glob(f"{PREFIX}*")
    assert left.stat().st_mode & 0o777 == 0o700
    with unfinished_folder(tmp_path) as one:
        assert not left.exists()
        with unfinished_folder(tmp_path) as other:
            assert sorted(tmp_path.glob(f"{PREFIX}*")) == sorted([one, other]), "what is being filled is left alone"
    assert list(tmp_path.iterdir()) == []
