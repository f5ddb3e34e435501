"""Prove that a backup can be restored: import it into a new cluster of its own, verify it there, and export it again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dara.archive.unfinished import unfinished_folder
from dara.local import defaults, postgres
from dara.models.downloads import folder

QUICK = ("fsync=off", "full_page_writes=off")  # the cluster is thrown away
STEPS = ("migrate", "import_archive", "verify_archive", "export_archive")
OF_THE_SERVER = ("DATABASE_REPLICA_URL", "DARA_PUBLIC_ROLE", "DARA_PUBLIC_PASSWORD")
SHOWN = 20  # lines of what a step says
MANIFEST = "manifest-sha256.txt"


class ProofFailed(Exception):
    """The export is not what the archive can be restored from. The message says what failed or differs."""


def prove(bag: Path) -> None:
    """Raise ProofFailed unless the whole export `bag`, imported into an empty archive, verifies and makes the same export.

    The cluster is made in the folder beside the bag, needs about three times its space, and is removed."""
    with defaults.exit_on_sigterm(), unfinished_folder(bag.parent) as folder:
        again = folder / "again"
        try:
            with postgres.running(folder / "data", QUICK) as cluster:
                _restore(bag, again, cluster.url(), folder / "data")
        except postgres.PostgresError as error:
            raise ProofFailed(f"there is no PostgreSQL to restore it to: {error}") from error
        if found := list(differences(bag, again)):
            raise ProofFailed("\n".join(["exported again after an import, it differs:", *found[:SHOWN]]))


def note_proven() -> None:
    """Keep when a backup was proven, for whoever watches: beside the downloads, where all processes of the admin can read it. Raises OSError."""
    folder().mkdir(parents=True, exist_ok=True)
    unfinished = _noted().with_suffix(".unfinished")
    unfinished.write_text(json.dumps({"when": timezone.now().isoformat()}), encoding="utf-8")
    unfinished.replace(_noted())


def last_proven() -> datetime | None:
    """Return when a backup was last proven here; None if none was."""
    try:
        return datetime.fromisoformat(json.loads(_noted().read_text(encoding="utf-8"))["when"])
    except (FileNotFoundError, NotADirectoryError):
        return None


def _noted() -> Path:
    return folder() / "backup.json"


def _restore(bag: Path, again: Path, url: str, data_dir: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_SERVER}
    environment |= {
        "DATABASE_URL": url,
        "DARA_DATA_DIR": str(data_dir),
        "DARA_SITE": "admin",
        "DARA_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "dara.settings",
    }
    arguments = {"migrate": ["--verbosity=0"], "import_archive": ["--strict", str(bag)], "export_archive": [str(again)]}
    for step in STEPS:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), step, *arguments.get(step, [])]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
            check=False,
        )
        if done.returncode:
            said = done.stdout.strip().splitlines()[-SHOWN:]
            raise ProofFailed("\n".join([f"{step} failed in an empty archive:", *said]))


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yield a sentence for each file of the bag `one` that the bag `other` lacks, has besides, or has otherwise."""
    first, second = _checksums(one), _checksums(other)
    for name in sorted(first.keys() | second.keys()):
        if name not in second:
            yield f"{name} is missing"
        elif name not in first:
            yield f"{name} is new"
        elif first[name] != second[name]:
            yield f"{name}: {_first_difference(one / name, other / name)}"


def _checksums(bag: Path) -> dict[str, str]:
    lines = (bag / MANIFEST).read_text(encoding="utf-8").splitlines()
    return {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}


def _first_difference(one: Path, other: Path) -> str:
    with one.open("rb") as lines, other.open("rb") as others:
        for number, (line, another) in enumerate(zip(lines, others, strict=False), 1):
            if line != another:
                return f"line {number} differs"
    return "one has more lines than the other"
