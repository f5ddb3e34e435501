"""Write a generated archive as a package that import_archive reads."""

import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from bench.large_archive.people import Record
from bench.large_archive.sources import Archive

OF_PEOPLE = ("topics", "entities", "races", "candidacies")
OF_SOURCES = (
    *("sources", "groups", "elections", "utterances", "statements"),
    *("endorsements", "results", "facts", "withholdings"),
)


def write(archive: Archive, folder: Path) -> None:
    """Write `documents/` and `records/`. A passage is named by its words alone, as people write it, unless they stand in the text twice.

    Raises FileExistsError where the folder has records already."""
    (folder / "records").mkdir(parents=True)
    with ExitStack() as stack:
        files = {
            kind: stack.enter_context((folder / "records" / f"{kind}.jsonl").open("w", encoding="utf-8"))
            for kind in (*OF_PEOPLE, *OF_SOURCES)
        }
        for kind in OF_PEOPLE:
            _write(files[kind], getattr(archive.people, kind))
        for source in archive.sources():
            document = folder / source.records["sources"][0]["document"]
            document.parent.mkdir(parents=True, exist_ok=True)
            document.write_bytes(source.text.encode())
            for kind in OF_SOURCES:
                _write(files[kind], (_as_written(record, source.text) for record in source.records[kind]))


def _as_written(record: Record, text: str) -> Record:
    passage = record.get("passage")
    if passage and text.count(passage["exact"]) == 1:
        return record | {"passage": passage["exact"]}
    return record


def _write(file: TextIO, records: Iterable[Record]) -> None:
    for record in records:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
