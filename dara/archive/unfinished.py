"""Private folders that a command fills before it puts what it has made in place. What a killed one has left is removed by the next."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".unfinished-dara-"
LOCK = "in-use"  # a file that whoever fills the folder holds a lock on, which the kernel drops when that process is killed


@contextmanager
def unfinished_folder(parent: Path) -> Iterator[Path]:
    """A new folder in `parent` that only we can enter, on the same file system as what goes beside it. It is removed in the end. Raises OSError."""
    parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(parent)
    with tempfile.TemporaryDirectory(dir=parent, prefix=PREFIX) as name:
        folder = Path(name)
        with (folder / "new").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / "new").rename(folder / LOCK)  # nobody finds it without its lock
            yield folder


def _remove_abandoned(parent: Path) -> None:
    for path in parent.glob(f"{PREFIX}*/{LOCK}"):
        with path.open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # somebody fills it just now
            # A server that a killed proof has left in it ends by itself once its files are gone.
            shutil.rmtree(path.parent, ignore_errors=True)
