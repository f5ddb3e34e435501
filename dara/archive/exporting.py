"""The database → a package, as a BagIt bag (RFC 8493): the format that is imported, one .jsonl file a kind, in the order of keys by code point.

The whole export is the backup: read back into an empty archive, it gives the same archive. The public one holds what the public may read."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bagit
from django.db import connection, transaction

from dara.archive.history import FOLDER, write_history
from dara.archive.package import BASES, TEXTS, VERSIONS
from dara.models import ImportedRecord, Original, PublicParagraph, Source, SourceText
from dara.models.record_format import KINDS, Kind, Values, values_of

CHUNK = 1000  # rows in memory at a time
WHOLE = "dara, an archive of the race for Los Angeles County District Attorney: all of it, private. manage.py import_archive reads it back."
PUBLIC = (
    "dara, an archive of the race for Los Angeles County District Attorney: what the public may see of it. "
    "The licence (MIT) covers the archive's own metadata, not the texts of third parties."
)


class ExportError(Exception):
    """The export cannot be written there; the text says why."""


def export_package(out: Path, *, public: bool = False) -> Counter[str]:
    """Write the archive to the new folder `out` as a bag; the number of records by kind, and of documents.

    All of it is of one moment (one snapshot), and `out` appears only when it is whole. Raises ExportError when it is there already."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ExportError(f"{out} is there already, and is not an empty folder; name a new one.")
    if not Source.objects.exists():
        raise ExportError("The archive is empty: there is nothing to export.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as unfinished:
        folder = Path(unfinished) / "bag"
        with transaction.atomic():
            snapshot()
            counts = write_bag(folder, public=public)
        folder.chmod(0o755 if public else 0o700)
        folder.replace(out)
    return counts


def write_bag(folder: Path, *, public: bool) -> Counter[str]:
    """Write the archive as the transaction sees it to the new folder as a bag; the number of records by kind, and of documents."""
    counts = _write_public(folder) if public else _write_whole(folder)
    bag = bagit.make_bag(str(folder), {"External-Description": PUBLIC if public else WHOLE}, checksums=["sha256"])
    if not bag.is_valid():
        raise ExportError(f"The bag written to {folder} does not validate; is the disk full?")
    return counts


def snapshot() -> None:
    """Let the transaction that has just begun see one moment of the database, and write nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _write_whole(folder: Path) -> Counter[str]:
    counts = Counter({kind.name: _write_lines(folder, kind.name, _forms(kind)) for kind in KINDS.values()})
    imported = ImportedRecord.objects.order_by("kind", "key").iterator(chunk_size=CHUNK)
    counts[BASES] = _write_lines(
        folder, BASES, ({"kind": each.kind, "key": each.key, "digest": bytes(each.digest).hex()} for each in imported)
    )
    (
        folder / "records" / f"{BASES}.jsonl"
    ).touch()  # empty too it says that this is an export, whose records without a base have none
    counts[VERSIONS] = _write_lines(folder, VERSIONS, _versions())
    counts[TEXTS] = _write_texts(folder)
    counts[FOLDER] = write_history(folder)
    counts["documents"] = _write_documents(folder, Source.objects.all())
    return counts


def _write_public(folder: Path) -> Counter[str]:
    """All records, the originals of sources that the public may read in full, and of the others the paragraphs that it may read.

    An original of which words are withheld is none of the former: of its text the paragraphs are written, without those words."""
    whole = Source.objects.filter(visibility=Source.Visibility.FULL, withholdings=None)
    counts = Counter({kind.name: _write_lines(folder, kind.name, _forms(kind)) for kind in KINDS.values() if not kind.private})
    readable = PublicParagraph.objects.exclude(source__in=whole).order_by("source_id", "number")
    counts["paragraphs"] = _write_lines(
        folder,
        "paragraphs",
        (
            {"source": each.source_id, "number": each.number, "start": each.start, "end": each.end, "body": each.body}
            for each in readable.iterator(chunk_size=CHUNK)
        ),
    )
    counts[VERSIONS] = _write_lines(folder, VERSIONS, _versions())
    counts["documents"] = _write_documents(folder, whole)
    return counts


def _versions() -> Iterator[dict[str, str]]:
    for kind in KINDS.values():
        if kind.has_version:
            versions = kind.rows().order_by("key").values_list("key", "version")
            for key, version in versions.iterator(chunk_size=CHUNK):
                yield {"kind": kind.name, "key": key, "version": version.isoformat()}


def _forms(kind: Kind) -> Iterator[Values]:
    """The forms of a kind, those that others refer to first, then by key."""
    for keys in _chunks(_in_order(kind)):
        rows = {row.pk: row for row in kind.rows().filter(pk__in=keys)}
        yield from (values_of(kind, rows[key]) for key in keys)


def _in_order(kind: Kind) -> list[Any]:
    """Primary keys of a kind's rows in file order: what is quoted in another comes after it, then by key, by code point."""
    if not kind.parent:
        return list(kind.rows().order_by(*kind.lookups).values_list("pk", flat=True))
    parents = dict(kind.rows().order_by(*kind.lookups).values_list("pk", f"{kind.parent}_id"))
    depths: dict[Any, int] = {}
    for key in parents:
        chain = [key]
        while (up := parents[chain[-1]]) is not None and up not in depths:
            if up in chain:
                raise ExportError(f"{kind.name} {up} is its own {kind.parent}, in a circle; `manage.py verify_archive` says more.")
            chain.append(up)
        for each in reversed(chain):
            depths[each] = depths[parents[each]] + 1 if parents[each] is not None else 0
    return sorted(parents, key=depths.__getitem__)  # a stable sort: by key within a depth


def _write_lines(folder: Path, name: str, forms: Iterable[dict[str, Any]]) -> int:
    """Write `records/<name>.jsonl`; the number of lines. No file for a kind that has none."""
    path = folder / "records" / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for each in forms:
            file.write(json.dumps(each, ensure_ascii=False) + "\n")
            lines += 1
    if not lines:
        path.unlink()
    return lines


def _write_texts(folder: Path) -> int:
    """Write `texts/<key>.json` for each text of which the original and the extractor's name do not say all."""
    texts = 0
    for each in SourceText.objects.exclude(made_with="", remarks=[]).order_by("source_id").iterator(chunk_size=1):
        path = folder / TEXTS / f"{each.source_id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        held = {"made_with": each.made_with, "remarks": each.remarks} | ({"body": each.body} if each.made_with else {})
        path.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        texts += 1
    return texts


def _write_documents(folder: Path, sources) -> int:
    documents = 0
    originals = Original.objects.filter(source__in=sources).select_related("source").order_by("source_id")
    for original in originals.iterator(chunk_size=1):
        path = folder / original.source.document
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(original.content)
        documents += 1
    return documents


def _chunks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
