"""Read an archive package: a folder with `documents/` and `records/`, plain or as a BagIt bag.

Record files are .toml where people write them and .jsonl where an export does; both are read into raw records, each with the place where it
stands. seeds/README.md describes the format for people."""

import contextlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import bagit

from dara.models.record_format import KINDS

# What only an export writes:
BASES = "imported"  # records/imported.jsonl: the digests of the records that the exporting archive had last imported
TEXTS = "texts"  # texts/<key>.json: a source's text where the version of a library decides it, and the remarks on it
VERSIONS = "versions"  # records/versions.jsonl: the time of each record's last change in the exporting archive


class PackageError(Exception):
    """A folder is not an archive package. The message says what was expected."""


@dataclass(frozen=True)
class Problem:
    """A fault of the input: where it stands, and a sentence that says what was expected."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class RawRecord:
    """A record as it is written: the name of its kind, its values, and where it stands (“records/002.toml, line 12”)."""

    kind: str
    values: dict[str, Any]
    where: str

    def problem(self, what: str) -> Problem:
        """A problem of this record, which is named by its key or slug where it has one."""
        name = self.values.get("key") or self.values.get("slug")
        return Problem(f"{self.where}, {self.kind} {name}" if isinstance(name, str) else f"{self.where}, {self.kind}", what)


@dataclass(frozen=True)
class ExportedText:
    """What the exporting archive knows of a text beside its extractor: `body` is the text itself where `made_with` decides it, else None."""

    made_with: str
    remarks: tuple[str, ...]
    body: str | None


def is_package(folder: Path) -> bool:
    """Whether a folder is a package, or a bag with one, and not a folder of documents."""
    return (folder / "records").is_dir() or (folder / "bagit.txt").exists()


class Package:
    """An archive package on disk. What cannot be read is added to `problems` as the files are read."""

    def __init__(self, folder: Path):
        """Raises PackageError when `folder` has no records, or is a bag that does not validate."""
        self.folder = _inside_bag(folder)
        if not (self.folder / "records").is_dir():
            raise PackageError(f"{folder} is not an archive package: it has no folder “records”. See seeds/README.md.")
        self.problems: list[Problem] = []
        self._exported = set((self.folder / "records").glob("*.jsonl"))
        self._by_hand = self._read_toml_files()

    def records(self, kind: str) -> Iterator[RawRecord]:
        """Yield the records of a kind in the order of the files. Exported records are streamed."""
        yield from self._by_hand.get(kind, ())
        path = self.folder / "records" / f"{kind}.jsonl"
        if path in self._exported:
            try:
                yield from self._read_jsonl(kind, path)
            except OSError as error:
                self.problems.append(Problem(self._name(path), f"cannot be read: {error.strerror}."))

    def count(self, kind: str) -> int:
        """The number of records of a kind, the faulty ones included."""
        path = self.folder / "records" / f"{kind}.jsonl"
        exported = 0
        if path in self._exported:
            with contextlib.suppress(OSError), path.open("rb") as lines:
                exported = sum(1 for _ in lines)
        return len(self._by_hand.get(kind, ())) + exported

    @property
    def has_bases(self) -> bool:
        """Whether this is the export of a whole archive, which says what that archive had last imported, even if it is nothing."""
        return self.folder / "records" / f"{BASES}.jsonl" in self._exported

    @property
    def is_export(self) -> bool:
        """Whether this is an export, whole or public, which says more of its records than record files do."""
        return self.has_bases or self.folder / "records" / f"{VERSIONS}.jsonl" in self._exported

    def exported_text(self, key: str) -> ExportedText | None:
        """What the package says of the text of the source with that key; None if nothing. Raises PackageError for a damaged file."""
        path = self.folder / TEXTS / f"{key}.json"
        try:
            values = json.loads(path.read_bytes())
            exported = ExportedText(values["made_with"], tuple(values["remarks"]), values.get("body"))
            texts = [exported.made_with, *exported.remarks, "" if exported.body is None else exported.body]
            if not all(isinstance(each, str) for each in texts) or _storage_fault(texts):
                raise ValueError
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError, KeyError, TypeError) as error:
            raise PackageError(
                f"{self._name(path)} is not as export_archive writes it: made_with, remarks and body, as texts."
            ) from error
        return exported

    def _read_toml_files(self) -> dict[str, list[RawRecord]]:
        found: dict[str, list[RawRecord]] = {}
        for path in sorted((self.folder / "records").glob("*.toml")):
            where = self._name(path)
            try:
                toml = path.read_bytes().decode("utf-8")
                tables = tomllib.loads(toml.replace("\r\n", "\n"), parse_float=Decimal)
            except UnicodeDecodeError as error:
                self.problems.append(Problem(where, f"not UTF-8, at byte {error.start}; save the file as UTF-8."))
            except OSError as error:
                self.problems.append(Problem(where, f"cannot be read: {error.strerror}."))
            except tomllib.TOMLDecodeError as error:
                self.problems.append(Problem(where, f"not TOML: {error}."))
            except (ValueError, RecursionError) as error:  # numbers of thousands of digits, tables in tables without end
                self.problems.append(Problem(where, f"not a record file: {error}."))
            else:
                for raw in self._records_of_toml(tables, toml, where):
                    found.setdefault(raw.kind, []).append(raw)
        for path in sorted(self._exported):
            if path.stem not in (*KINDS, BASES, VERSIONS):
                self.problems.append(Problem(self._name(path), f"no such kind of record: {path.stem}. {_KNOWN}"))
        return found

    def _records_of_toml(self, tables: dict[str, Any], toml: str, where: str) -> Iterator[RawRecord]:
        own = tables.get("sources")
        source = own[0].get("key") if isinstance(own, list) and len(own) == 1 and isinstance(own[0], dict) else None
        for kind, records in tables.items():
            if kind not in KINDS:
                self.problems.append(Problem(where, f"no such kind of record: [[{kind}]]. {_KNOWN}"))
                continue
            if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
                self.problems.append(Problem(where, f"write each record under [[{kind}]], in two brackets."))
                continue
            header = re.compile(rf"^[ \t]*\[\[\s*{kind}\s*\]\]", re.MULTILINE)
            lines = [toml.count("\n", 0, place.start()) + 1 for place in header.finditer(toml)]
            for n, record in enumerate(records):
                if source and kind != "sources" and "source" in KINDS[kind].names:  # the file is about this one document
                    record.setdefault("source", source)
                yield from self._if_storable(RawRecord(kind, record, f"{where}, line {lines[n]}" if n < len(lines) else where))

    def _read_jsonl(self, kind: str, path: Path) -> Iterator[RawRecord]:
        name = self._name(path)
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                where = f"{name}, line {number}"
                try:
                    values = json.loads(line.decode("utf-8"), parse_float=Decimal, object_pairs_hook=_without_repeats)
                except UnicodeDecodeError as error:
                    self.problems.append(Problem(where, f"not UTF-8, at byte {error.start} of the line; save the file as UTF-8."))
                except json.JSONDecodeError as error:
                    self.problems.append(Problem(where, f"not JSON: {error}."))
                except (ValueError, RecursionError) as error:
                    self.problems.append(Problem(where, f"not a record: {error}."))
                else:
                    if isinstance(values, dict):
                        raw = RawRecord(kind, values, where)
                        # JSON can only say what no text can store with an escape
                        yield from self._if_storable(raw) if b"\\u" in line else (raw,)
                    else:
                        self.problems.append(Problem(where, "not a JSON object; each line is one record."))

    def _if_storable(self, raw: RawRecord) -> Iterator[RawRecord]:
        """Yield the record, unless one of its texts has characters that the database cannot store."""
        fault = _storage_fault(raw.values)
        if fault:
            self.problems.append(raw.problem(fault))
        else:
            yield raw

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Raises ValueError if a name stands in it twice, where RFC 8259 §4 leaves open which value counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)}” stands in an object twice")
    return found


def _storage_fault(value: Any) -> str | None:
    """The fault of a value with characters that no UTF-8 text can store: NUL, and halves of surrogate pairs, which JSON can write."""
    if isinstance(value, str):
        if "\0" in value:
            return "a NUL character in one of its texts."
        return "half of a surrogate pair in one of its texts." if re.search("[\ud800-\udfff]", value) else None
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return next(filter(None, map(_storage_fault, value)), None) if isinstance(value, list) else None


_KNOWN = f"The kinds are {', '.join(KINDS)}."


def _inside_bag(folder: Path) -> Path:
    """The package inside a BagIt bag (RFC 8493); `folder` itself if it is no bag. Raises PackageError if the bag does not validate."""
    if not (folder / "bagit.txt").exists():
        return folder
    try:
        bagit.Bag(str(folder)).validate()
    except (bagit.BagError, ValueError, OSError) as error:
        raise PackageError(f"The bag {folder} does not validate: {error}") from error
    return folder / "data"
