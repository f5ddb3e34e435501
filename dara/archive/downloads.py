"""Build the downloads of `/data/`: the public bag, the SQLite file and the data package, all of one snapshot of the database.

They are built in a folder of their own, and offered in one step when all are complete. A build that is killed leaves the old ones as they were."""

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
from dara.archive.exporting import ExportError, damage_is_told, snapshot, write_bag
from dara.archive.seal import seal_history
from dara.models import Source, Withholding, record_format
from dara.models.downloads import BAG, DATA_PACKAGE, MANIFEST, SQLITE, Download, Snapshot, folder
from dara.models.fields import DERIVED
from dara.models.grants import READABLE
from dara.models.record_format import KINDS

TITLE = "dara: the archive of the race for Los Angeles County District Attorney"
DESCRIPTION = (
    "What documents say about the race: statements, reported stances and counts, each with its exact passage and its source. "
    "The archive rates no one and takes no side; whether claims are true is not checked."
)
NOT_IN_DOWNLOADS = (
    "dara.Correction",
    "dara.Corrected",
    "dara.Concerned",
    "dara.PublicChange",
)  # the past; what is made of other tables


@damage_is_told()
def build() -> tuple[Snapshot, bool]:
    """Build the downloads, unless the present ones are of this state of the archive; return what is offered now, and whether it is new.

    Only one build runs at a time; another waits for it. Raises ExportError if the archive is empty or damaged, OSError if the files cannot be written."""
    folder().mkdir(parents=True, exist_ok=True)
    with _lock():
        before = Snapshot.current()
        seal_history()
        with transaction.atomic():
            snapshot()
            if not Source.objects.exists():
                raise ExportError("The archive is empty: there is nothing to download yet.")
            state = _state()
            if before and before.state == state and _is_complete(before):
                return before, False
            built = _build(state)
        _offer(built)
        _remove_all_but(built, before)
    return built, True


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """Wait for other builds. The kernel drops the lock of a build that is killed."""
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(state: str) -> Snapshot:
    made, newest = _time_of_transaction(), _newest_version()
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
        work, complete = Path(unfinished), Path(unfinished) / name
        complete.mkdir()
        counts = sqlite.write(complete / SQLITE, about)
        write_bag(work / "dara-bag", public=True)
        _zip(work / "dara-bag", complete / BAG, made, below="dara-bag/")
        datapackage.write(work / "dara-datapackage", about)
        _zip(work / "dara-datapackage", complete / DATA_PACKAGE, made)
        files = {file: _download(complete / file) for file in (BAG, SQLITE, DATA_PACKAGE)}
        complete.replace(folder() / name)
    withheld = list(Withholding.objects.order_by("key").values_list("key", flat=True))
    return Snapshot(made, newest, dict(counts), files, name, state, withheld)


def _offer(built: Snapshot) -> None:
    """Replace the manifest in one step."""
    unfinished = folder() / f"{MANIFEST}.unfinished"
    unfinished.write_text(json.dumps(built.to_json(), indent=2) + "\n", encoding="utf-8")
    unfinished.replace(folder() / MANIFEST)


def _remove_all_but(built: Snapshot, before: Snapshot | None) -> None:
    """Remove what killed builds have left, and old snapshots. The one before stays, as somebody may just have read the manifest that names it; but not
    if words are withheld that it may hold."""
    kept = {built.folder}
    if before and set(built.withheld) <= set(before.withheld):
        kept.add(before.folder)
    for path in folder().iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path)


def _is_complete(offered: Snapshot) -> bool:
    """Whether all its files are there, with their sizes."""
    paths = {offered.path(name): each.bytes for name, each in offered.files.items()}
    return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())


def _download(path: Path) -> Download:
    with path.open("rb") as file:
        return Download(path.name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _zip(source: Path, path: Path, made: datetime, below: str = "") -> None:
    """Write all files below `source`, in the order of their names, to the zip file `path`. `below`: what their names in it begin with."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(f"{below}{file.relative_to(source).as_posix()}", made.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with file.open("rb") as reader, archive.open(info, "w", force_zip64=True) as writer:
                shutil.copyfileobj(reader, writer)


# --- the moment and the state -----------------------------------------------------------------------


def _time_of_transaction() -> datetime:
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
    """A digest that differs for each state of the archive: of all that the public may read, and of the code that writes it out.

    The database makes one number of each table, so that it costs little to find out that nothing has changed."""
    digest = hashlib.sha256(settings.DARA_BASE_URL.encode())
    for package in (Path(__file__), Path(record_format.__file__)):
        for code in sorted(package.parent.glob("*.py")):
            digest.update(code.read_bytes())
    for label in READABLE:
        if label in NOT_IN_DOWNLOADS:
            continue
        meta = apps.get_model(label)._meta
        columns = [field.column for field in meta.concrete_fields if field.name not in DERIVED]
        row = ", ".join(map(connection.ops.quote_name, columns))
        with connection.cursor() as cursor:
            # a sum needs no order of the rows, and has no limit as a text of all rows would
            cursor.execute(
                f"SELECT count(*), sum(pg_catalog.hashtextextended(ROW({row})::text, 0)) FROM {connection.ops.quote_name(meta.db_table)}"
            )
            digest.update(f"{label} {cursor.fetchone()}".encode())
    return digest.hexdigest()
