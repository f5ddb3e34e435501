"""Makes what `/data/` offers to download: the public bag, the SQLite file and the data package, all of one snapshot of the database.

They are made in a folder of their own, and offered in one step when all are whole; whoever is killed meanwhile leaves the old ones as they were."""

import contextlib
import fcntl
import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from dara.archive import datapackage, sqlite
from dara.archive.exporting import ExportError, snapshot, write_bag
from dara.models import Source, Withholding
from dara.models.downloads import BAG, DATA_PACKAGE, MANIFEST, SQLITE, Download, Snapshot, folder
from dara.models.grants import READABLE
from dara.models.record_format import KINDS

TITLE = "dara: the archive of the race for Los Angeles County District Attorney"
DESCRIPTION = (
    "What documents say about the race: statements, reported stances and counts, each with its exact passage and its source. "
    "The archive rates no one and takes no side; whether claims are true is not checked."
)
NOT_IN_DOWNLOADS = ("dara.Correction", "dara.Corrected")  # what was is not in them
NOT_COMPARED = ("search", "found_by")  # made by the database of what is compared


def build() -> tuple[Snapshot, bool]:
    """Make the downloads, unless those there are of this very state of the archive; what is offered now, and whether it is new.

    One build at a time: another waits. Raises ExportError when the archive is empty, OSError when the files cannot be written."""
    folder().mkdir(parents=True, exist_ok=True)
    with _alone():
        before = Snapshot.current()
        with transaction.atomic():
            snapshot()
            if not Source.objects.exists():
                raise ExportError("The archive is empty: there is nothing to download yet.")
            state = _state()
            if before and before.state == state and _is_whole(before):
                return before, False
            made = _make(state)
        _offer(made)
        _remove_all_but(made, before)
    return made, True


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """The kernel drops the lock of a build that is killed."""
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(state: str) -> Snapshot:
    made, newest = _moment(), _newest_version()
    name = made.strftime("%Y%m%dT%H%M%S.%fZ")
    about = {
        "title": TITLE,
        "description": DESCRIPTION,
        "rights": datapackage.RIGHTS,
        "address": settings.DARA_BASE_URL,
        "snapshot": _as_text(made),
        "newest_version": _as_text(newest),
    }
    with tempfile.TemporaryDirectory(dir=folder(), prefix="unfinished-") as unfinished:
        work, whole = Path(unfinished), Path(unfinished) / name
        whole.mkdir()
        counts = sqlite.write(whole / SQLITE, about)
        write_bag(work / "dara-bag", public=True)
        _zip(work / "dara-bag", whole / BAG, made, below="dara-bag/")
        datapackage.write(work / "dara-datapackage", about)
        _zip(work / "dara-datapackage", whole / DATA_PACKAGE, made)
        files = {file: _download(whole / file) for file in (BAG, SQLITE, DATA_PACKAGE)}
        whole.replace(folder() / name)
    withheld = list(Withholding.objects.order_by("key").values_list("key", flat=True))
    return Snapshot(made, newest, dict(counts), files, name, state, withheld)


def _offer(made: Snapshot) -> None:
    unfinished = folder() / f"{MANIFEST}.unfinished"
    unfinished.write_text(json.dumps(made.to_json(), indent=2) + "\n", encoding="utf-8")
    unfinished.replace(folder() / MANIFEST)


def _remove_all_but(made: Snapshot, before: Snapshot | None) -> None:
    """What killed builds have left, and old snapshots but for the last: somebody may just have read the manifest that names it."""
    kept = {made.folder, before.folder if before else made.folder}
    for path in folder().iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path)


def _is_whole(offered: Snapshot) -> bool:
    paths = {offered.path(name): each.bytes for name, each in offered.files.items()}
    return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())


def _download(path: Path) -> Download:
    with path.open("rb") as file:
        return Download(path.name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _zip(source: Path, path: Path, made: datetime, below: str = "") -> None:
    """All files below `source`, in the order of their names, under the name `below`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(f"{below}{file.relative_to(source).as_posix()}", made.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with file.open("rb") as reader, archive.open(info, "w", force_zip64=True) as writer:
                shutil.copyfileobj(reader, writer)


# --- which moment, which state ----------------------------------------------------------------------


def _moment() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def _newest_version() -> datetime:
    versioned = [kind.model for kind in KINDS.values() if kind.has_version]
    newest = [model._default_manager.aggregate(newest=Max("version"))["newest"] for model in versioned]
    return max(version for version in newest if version)


def _as_text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _state() -> str:
    """What tells one state of the archive from another: a digest of all that the public may read, and of the code that writes it out.

    By the database, a number a table, so that it costs little to find out that nothing has changed."""
    digest = hashlib.sha256(settings.DARA_BASE_URL.encode())
    for code in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(code.read_bytes())
    for label in READABLE:
        if label in NOT_IN_DOWNLOADS:
            continue
        meta = apps.get_model(label)._meta
        columns = [field.column for field in meta.concrete_fields if field.name not in NOT_COMPARED]
        row = ", ".join(map(connection.ops.quote_name, columns))
        with connection.cursor() as cursor:
            # a sum, not a text of all rows: no order needed, and no limit
            cursor.execute(
                f"SELECT count(*), sum(pg_catalog.hashtextextended(ROW({row})::text, 0)) FROM {connection.ops.quote_name(meta.db_table)}"
            )
            digest.update(f"{label} {cursor.fetchone()}".encode())
    return digest.hexdigest()
