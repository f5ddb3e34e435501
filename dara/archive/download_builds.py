"""Building the downloads in a process of its own, so that nobody waits for it, and what became of it.

downloads/lock          held by whoever builds (dara/archive/downloads.py)
downloads/failed.json   when and why the last build failed; gone once one has succeeded"""

import fcntl
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dara.models.downloads import Snapshot, folder

COMMAND = ("manage.py", "build_downloads", "--verbosity=0")


@dataclass(frozen=True)
class Failure:
    when: datetime
    why: str


@dataclass(frozen=True)
class State:
    """`made`: when the downloads that the public is offered were made; None while it is offered none. `failure`: of the last build."""

    made: datetime | None
    is_building: bool
    failure: Failure | None


def start_build() -> threading.Thread:
    """Start building the downloads, and return the thread that waits for it. If a build is under way, the new one waits for it, because that one may have begun too early."""
    process = subprocess.Popen([sys.executable, *COMMAND], cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL)
    waiting = threading.Thread(target=process.wait, daemon=True)  # a child that nobody waits for stays in the process table
    waiting.start()
    return waiting


def note_failure(why: str) -> None:
    """Keep why a build failed, for the dashboard; where nothing can be written, there is no folder either."""
    if folder().is_dir():
        _failed().write_text(json.dumps({"when": timezone.now().isoformat(), "why": why}), encoding="utf-8")


def note_success() -> None:
    _failed().unlink(missing_ok=True)


def state() -> State:
    offered = Snapshot.offered()
    return State(offered.made if offered else None, _is_building(), _failure())


def _failed() -> Path:
    return folder() / "failed.json"


def _failure() -> Failure | None:
    try:
        found = json.loads(_failed().read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Failure(datetime.fromisoformat(found["when"]), found["why"])


def _is_building() -> bool:
    try:
        with (folder() / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    return False
