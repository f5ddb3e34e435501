"""A folder of backups: each is proven before it has its name there, and only then do old ones go.

2026-11-29T031500Z/   a whole export, proven: what `import_archive` restores
.unproven/            what is being made, what could not be proven, and what is being removed; gone with the next backup
lock                  held by whoever makes one"""

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from dara.archive.exporting import ExportError, export_package
from dara.archive.proving import prove

NAME = "%Y-%m-%dT%H%M%SZ"  # in UTC, so that their order is that of time
NAMES = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
UNPROVEN = ".unproven"


def back_up(folder: Path, keep: int) -> Path:
    """Export the whole archive into `folder`, prove that it can be restored, and remove all but the newest `keep` backups. Return the new one.

    Raises ExportError, ProofFailed or OSError, and then removes none. Killed at any moment, it leaves no backup that is not whole."""
    if keep < 1:
        raise ExportError(f"--keep is {keep}: keep 1 backup or more.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _lock(folder):
        unproven = folder / UNPROVEN
        _remove(unproven)
        bag = unproven / timezone.now().strftime(NAME)
        export_package(bag)
        prove(bag)
        os.sync()  # it is on the disk before others leave it
        made = bag.rename(folder / bag.name)
        for old in backups(folder)[:-keep]:
            old.rename(unproven / old.name)
        _remove(unproven)
    return made


def backups(folder: Path) -> list[Path]:
    """Return the proven backups in the folder, the oldest first."""
    return sorted(path for path in folder.iterdir() if NAMES.fullmatch(path.name))


def _remove(unproven: Path) -> None:
    if unproven.exists():
        shutil.rmtree(unproven)


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """The kernel drops the lock of a process that is killed."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportError(f"Another backup is being made in {folder}: wait for it.") from None
        yield
