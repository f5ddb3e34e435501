"""The database → an archive package, as a BagIt bag (RFC 8493): one .jsonl file for each kind of record, in the order of keys by code point.

The whole export is the backup: imported into an empty archive, it makes the same archive. The public export has what the public may read."""

import contextlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bagit
from django.db import connection, transaction
from django.db.models import QuerySet

from dara.archive.history import FOLDER, write_history
from dara.archive.package import BASES, TEXTS, VERSIONS
from dara.archive.seal import head_text, newest, seal
from dara.archive.unfinished import unfinished_folder
from dara.archive.unreadable import READ_ERRORS, is_damage, said
from dara.models import ImportedRecord, Original, PendingDocument, PendingUpload, PublicParagraph, Source, SourceText
from dara.models.record_format import KINDS, PARAGRAPHS, Kind, Values, values_of

CHUNK = 1000  # rows in memory at a time
HEAD = "head.txt"  # of the seal: see dara/archive/merkle.py
WHOLE = "dara, an archive of the race for Los Angeles County District Attorney: all of it, private. manage.py import_archive reads it back."
PUBLIC = (
    "dara, an archive of the race for Los Angeles County District Attorney: what the public may see of it. "
    "The licence (MIT) covers the archive's own metadata, not the texts of third parties."
)


class ExportError(Exception):
    """The export cannot be written. The message says why."""


@contextlib.contextmanager
def damage_is_told() -> Iterator[None]:
    """Raise ExportError where what the database holds is damaged. No transaction may have been begun within that is not ended by then."""
    try:
        yield
    except READ_ERRORS as error:
        if not is_damage(error):
            raise
        raise ExportError(
            f"The archive is damaged: {said(error)}. `manage.py verify_archive` names all that is; "
            "docs/operations.md says how it is repaired from the newest sound backup."
        ) from error


@damage_is_told()
def export_package(out: Path, *, public: bool = False) -> Counter[str]:
    """Write the archive to the new folder `out` as a bag; return the number of records by kind, and of documents.

    The export is of one moment (one snapshot), and `out` appears only when it is complete. Raises ExportError if `out` is there already, or the archive is damaged."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ExportError(f"{out} is there already, and is not an empty folder; name a new one.")
    if not Source.objects.exists() and (public or not PendingUpload.objects.exists()):
        raise ExportError("The archive is empty: there is nothing to export.")
    with unfinished_folder(out.parent) as unfinished:
        folder = unfinished / "bag"
        with transaction.atomic():
            sealed_snapshot()
            counts = write_bag(folder, public=public)
        folder.chmod(0o755 if public else 0o700)
        folder.replace(out)
    return counts


def write_bag(folder: Path, *, public: bool) -> Counter[str]:
    """Write the archive, as the transaction sees it, to the new folder as a bag; return the number of records by kind, and of documents."""
    counts = _write_public(folder) if public else _write_whole(folder)
    if head := newest():
        (folder / HEAD).write_text(head_text(head), encoding="utf-8", newline="\n")
    bag = bagit.make_bag(str(folder), {"External-Description": PUBLIC if public else WHOLE}, checksums=["sha256"])
    if not bag.is_valid():
        raise ExportError(f"The bag written to {folder} does not validate; is the disk full?")
    return counts


def snapshot() -> None:
    """Make the transaction that has just begun read-only, and let it see one moment of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def sealed_snapshot() -> None:
    """The same, of a moment at which all of the history is sealed. The seal is kept when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        seal()
        cursor.execute("SET TRANSACTION READ ONLY")


def _write_whole(folder: Path) -> Counter[str]:
    counts = Counter({kind.name: _write_lines(folder, kind.name, _records(kind)) for kind in KINDS.values()})
    imported = ImportedRecord.objects.order_by("kind", "key").iterator(chunk_size=CHUNK)
    counts[BASES] = _write_lines(
        folder, BASES, ({"kind": each.kind, "key": each.key, "digest": bytes(each.digest).hex()} for each in imported)
    )
    # even an empty file says that this is an export, and that its records have no base
    (folder / "records" / f"{BASES}.jsonl").touch()
    counts[VERSIONS] = _write_lines(folder, VERSIONS, _versions())
    counts[TEXTS] = _write_texts(folder)
    counts[FOLDER] = write_history(folder)
    waiting = PendingDocument.objects.order_by("upload_id").values_list("upload__document", "original")
    counts["documents"] = _write_documents(
        folder, itertools.chain(_originals(Source.objects.all()), waiting.iterator(chunk_size=1))
    )
    return counts


def _write_public(folder: Path) -> Counter[str]:
    """Write all records; the originals that the public may have; and of the other texts, the paragraphs that it may read."""
    whole = Source.objects.with_public_original()
    counts = Counter({kind.name: _write_lines(folder, kind.name, _records(kind)) for kind in KINDS.values() if not kind.private})
    readable = PublicParagraph.objects.exclude(source__in=whole).order_by("source_id", "number")
    paragraphs = (values_of(PARAGRAPHS, row) for row in readable.iterator(chunk_size=CHUNK))
    counts["paragraphs"] = _write_lines(folder, "paragraphs", paragraphs)
    counts[VERSIONS] = _write_lines(folder, VERSIONS, _versions())
    counts["documents"] = _write_documents(folder, _originals(whole))
    return counts


def _versions() -> Iterator[dict[str, str]]:
    for kind in KINDS.values():
        if kind.has_version:
            versions = kind.rows().order_by("key").values_list("key", "version")
            for key, version in versions.iterator(chunk_size=CHUNK):
                yield {"kind": kind.name, "key": key, "version": version.isoformat()}


def _records(kind: Kind) -> Iterator[Values]:
    """Yield the records of a kind in the order of the file: a record comes after its parent, else by key, by code point."""
    rows = kind.rows().order_by(*kind.lookups)
    first = rows.filter(**{f"{kind.parent}__isnull": True}) if kind.parent else rows
    yield from (values_of(kind, row) for row in first.iterator(chunk_size=CHUNK))
    for keys in _chunks(_below_others(kind)):
        found = {row.pk: row for row in kind.rows().filter(pk__in=keys)}
        yield from (values_of(kind, found[key]) for key in keys)


def _below_others(kind: Kind) -> list[Any]:
    """The primary keys of the rows that have a parent, in the order of the file."""
    if not kind.parent:
        return []
    below = kind.rows().filter(**{f"{kind.parent}__isnull": False}).order_by(*kind.lookups)
    parents = dict(below.values_list("pk", f"{kind.parent}_id"))
    depths: dict[Any, int] = {}
    for key in parents:
        chain = [key]
        while (up := parents[chain[-1]]) in parents and up not in depths:
            if up in chain:
                raise ExportError(f"{kind.name} {up} is its own {kind.parent}, in a circle; `manage.py verify_archive` says more.")
            chain.append(up)
        for each in reversed(chain):
            depths[each] = depths.get(parents[each], 0) + 1
    return sorted(parents, key=depths.__getitem__)  # a stable sort, so by key within a depth


def _write_lines(folder: Path, name: str, records: Iterable[dict[str, Any]]) -> int:
    """Write `records/<name>.jsonl`, one record a line; return the number of lines. Without any records there is no file."""
    path = folder / "records" / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for each in records:
            file.write(json.dumps(each, ensure_ascii=False) + "\n")
            lines += 1
    if not lines:
        path.unlink()
    return lines


def _write_texts(folder: Path) -> int:
    """Write `texts/<key>.json` for each text that the original and the extractor's name do not determine; return their number."""
    texts = 0
    for model in (SourceText, PendingDocument):
        for each in model.objects.exclude(made_with="", remarks=[]).order_by("pk").iterator(chunk_size=1):
            path = folder / TEXTS / f"{each.pk}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            exported = {"made_with": each.made_with, "remarks": each.remarks} | ({"body": each.body} if each.made_with else {})
            path.write_text(json.dumps(exported, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
            texts += 1
    return texts


def _originals(sources: QuerySet[Source]) -> Iterator[tuple[str, bytes | memoryview]]:
    """Yield the path and the bytes of the original of each of the sources."""
    originals = Original.objects.filter(source__in=sources).order_by("source_id").values_list("source__document", "content")
    yield from originals.iterator(chunk_size=1)


def _write_documents(folder: Path, originals: Iterable[tuple[str, bytes | memoryview]]) -> int:
    """Write the originals; return their number."""
    documents = 0
    for name, content in originals:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        documents += 1
    return documents


def _chunks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
