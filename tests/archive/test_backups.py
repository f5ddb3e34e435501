"""A folder of backups has proven ones alone, and old ones go only once a new one is proven."""

import fcntl
import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dara.archive import backups
from dara.archive.importing import import_package
from dara.archive.proving import MANIFEST, ProofFailed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(package, tmp_path, monkeypatch) -> Path:
    """Where backups go, of an archive that has something. Each is made a day after the one before."""
    import_package(package.write())
    days = itertools.count()
    monkeypatch.setattr(backups.timezone, "now", lambda: datetime(2026, 11, 1, 3, tzinfo=UTC) + timedelta(days=next(days)))
    return tmp_path / "backups"


def fails(bag: Path) -> None:
    raise ProofFailed("it differs")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "lock")


def test_the_newest_are_kept(folder, monkeypatch, capsys):
    proven = []
    monkeypatch.setattr(backups, "prove", lambda bag: proven.append((bag / MANIFEST).exists()))
    (folder / "not-ours").mkdir(parents=True)
    for _ in range(4):
        call_command("back_up", folder, keep=2)
    assert names(folder) == ["2026-11-03T030000Z", "2026-11-04T030000Z", "not-ours"]
    assert proven == [True] * 4
    assert capsys.readouterr().out.splitlines()[-1].endswith("/2026-11-04T030000Z (2 backups are kept)")
    assert (folder / "2026-11-04T030000Z").stat().st_mode & 0o77 == 0


def test_while_none_can_be_proven_the_old_ones_stay(folder, monkeypatch):
    monkeypatch.setattr(backups, "prove", lambda bag: None)
    call_command("back_up", folder, keep=1)
    monkeypatch.setattr(backups, "prove", fails)
    for _ in range(2):
        with pytest.raises(CommandError, match=r"Nothing was removed; .* it differs"):
            call_command("back_up", folder, keep=1)
    assert names(folder) == [backups.UNPROVEN, "2026-11-01T030000Z"]
    assert names(folder / backups.UNPROVEN) == ["2026-11-03T030000Z"]
    monkeypatch.setattr(backups, "prove", lambda bag: None)
    call_command("back_up", folder, keep=1)
    assert names(folder) == ["2026-11-04T030000Z"]


@pytest.mark.parametrize("moment", ["export_package", "prove"])
def test_a_backup_that_ends_anywhere_is_none(moment, folder, monkeypatch):
    monkeypatch.setattr(backups, "prove", lambda bag: None)
    backups.back_up(folder, 3)

    def ends(bag: Path) -> None:
        bag.mkdir(parents=True, exist_ok=True)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(backups, moment, ends)
        with pytest.raises(KeyboardInterrupt):
            backups.back_up(folder, 3)
    assert [path.name for path in backups.backups(folder)] == ["2026-11-01T030000Z"]
    backups.back_up(folder, 3)
    assert names(folder) == ["2026-11-01T030000Z", "2026-11-03T030000Z"]


def test_one_is_made_at_a_time_and_one_at_least_is_kept(folder):
    folder.mkdir()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Another backup is being made"):
            call_command("back_up", folder)
    with pytest.raises(CommandError, match="--keep is 0"):
        call_command("back_up", folder, keep=0)
