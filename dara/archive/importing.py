"""A package → the database: one transaction, idempotent, three-way.

For each record the archive keeps the digest of its form as last imported (the base B). With the file's F and the row's C: F = B keeps C;
C = B takes F; C = F moves B; else it is a conflict, which is reported, keeps the row, and lets the rest go on. What was imported once and is
missing from the files is reported, never deleted. What was merged is followed: files may go on using the old names. Anything wrong with the input: every problem is collected, and nothing is written."""

import datetime
import itertools
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from django.apps import apps
from django.db import connection, transaction

from dara.archive.conflicts import remember
from dara.archive.history import FOLDER, HistoryError, Restoring, archive_is_new, has_history
from dara.archive.package import BASES, VERSIONS, Package, Problem, Raw
from dara.archive.record_parsing import Resolver
from dara.archive.row_writing import REFUSALS, Writer
from dara.curation.merge import Leads
from dara.ingest.sandbox.process import Sandbox
from dara.models import ImportedRecord, Redirect, Tombstone, Withholding
from dara.models.record_format import KINDS, Form, Kind, digest, form
from dara.models.withholding import covers

logger = logging.getLogger(__name__)

CHUNK = 1000  # records at a time: memory stays flat, and each statement is worth its round trip
T = TypeVar("T")
LOCK = 0x64617261  # “dara”: imports wait for each other

COUNTS = ("created", "updated", "unchanged", "conflicting", "withdrawn", "merged", "missing")


class ImportRefused(Exception):
    """The input has problems; the database is as it was. `problems` holds one sentence for each."""

    def __init__(self, problems: list[Problem]):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass
class Report:
    """What an import did: for each kind a Counter of COUNTS; the conflicts, what is missing from the files, and the texts kept as they were
    exported though they would be made otherwise here, in words; and what became of the package's history, "" where it has none."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    history: str = ""
    kept: list[str] = field(default_factory=list)


def import_package(folder: Path, progress: Callable[[str, int], None] = lambda kind, done: None) -> Report:
    """Import the package in `folder`. `progress` is called with a kind's name and its number of records done so far.

    Raises PackageError for a folder that is no package, ImportRefused for a package with problems."""
    try:
        return _run(folder, progress, careful=False)
    except (_Faulty, *REFUSALS):  # the database has undone everything; once more, to name all that is wrong
        return _run(folder, progress, careful=True)  # raises ImportRefused, unless what was in the way has gone


class _Faulty(Exception):
    """There is a problem in the input: no need to go on."""


def _run(folder: Path, progress: Callable[[str, int], None], *, careful: bool) -> Report:
    package = Package(folder)
    with Sandbox() as extraction, transaction.atomic():
        with connection.cursor() as cursor:
            _wait_for_others(cursor)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # deferred checks pile up in memory and slow the end down
        run = _Import(package, progress, extraction, careful=careful)
        run.everything()
        if run.problems:
            raise ImportRefused(run.problems)
        run.report.kept = run.resolver.kept
        if any(counts["created"] or counts["updated"] for counts in run.report.counts.values()):
            _analyze()
    return run.report


def _analyze() -> None:
    """Tell PostgreSQL how much there is now: until it knows, it plans searches as if there were nothing."""
    tables = [model._meta.db_table for model in apps.get_app_config("dara").get_models() if model._meta.managed]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(dict.fromkeys(tables))}")


def _wait_for_others(cursor) -> None:
    cursor.execute("SELECT pg_catalog.pg_try_advisory_xact_lock(%s)", [LOCK])
    if not cursor.fetchone()[0]:
        logger.warning("Another import is running; this one waits for it to end.")
        cursor.execute("SELECT pg_catalog.pg_advisory_xact_lock(%s)", [LOCK])


class _Import:
    """One import, kind by kind and chunk by chunk."""

    def __init__(self, package: Package, progress: Callable[[str, int], None], extraction: Sandbox, *, careful: bool):
        self.package = package
        self.progress = progress
        self.problems = package.problems  # one list: reading goes on adding to it
        self.report = Report()
        self.redirects = list(package.records("redirects"))  # few; read first, as what they lead from does not come in either
        self.leads = self.leads_of_archive_and_files()
        self.resolver = Resolver(package, self.leads, extraction)
        self.restoring = Restoring(package.folder) if has_history(package.folder) and archive_is_new() else None
        self.writer = Writer(self.resolver, self.problems, self.restoring, careful=careful)
        self.withdrawn = set(Tombstone.objects.values_list("key", flat=True))
        self.tombstones = list(package.records("tombstones"))  # few; read first, so that no record comes in that they withdraw
        self.withdrawn.update(raw.values["key"] for raw in self.tombstones if isinstance(raw.values.get("key"), str))
        self.created: dict[str, set[str]] = {}
        self.withheld: dict[str, list[Withholding]] = {}  # by source
        for each in Withholding.objects.order_by("key"):
            self.withheld.setdefault(each.source_id, []).append(each)
        self.on_withheld_words: dict[str, Withholding] = {}  # records of the files, by key

    def everything(self) -> None:
        """Each kind, then what an export has besides. Its history is restored where there is none."""
        try:
            self.all_kinds()
        except HistoryError as error:
            self.problems.append(Problem(FOLDER, str(error)))

    def all_kinds(self) -> None:
        if self.restoring:
            self.restoring.begin()
        elif has_history(self.package.folder):
            self.report.history = "The history in the package was left out: this archive has one of its own."
        for kind in KINDS.values():
            self.report.counts[kind.name] = Counter()
            self.created[kind.name] = set()
            done = 0
            for chunk in _chunks(self.records(kind)):
                self.chunk(kind, chunk)
                done += len(chunk)
                self.progress(kind.name, done)
            self.missing(kind)
            if self.restoring and kind.name == "sources":
                self.restoring.passages()
        for tombstone in self.writer.withdrawn:
            self.count(KINDS[tombstone.kind], "withdrawn")
        self.restore_bases()
        self.restore_versions()
        if self.restoring and not self.problems:
            self.report.history = f"The history was restored: {self.restoring.end():,} events."

    def leads_of_archive_and_files(self) -> Leads:
        """What leads where, here and in the files; the archive has the last word, one that was taken back here included."""
        held = list(Redirect.objects.values_list("kind", "old", "new"))
        taken_back = set(ImportedRecord.objects.filter(kind="redirects").values_list("key", flat=True))
        taken_back -= {f"{kind} {old}" for kind, old, _ in held}
        written = []
        for raw in self.redirects:
            kind, old, new = (raw.values.get(name) for name in ("kind", "old", "new"))
            if isinstance(kind, str) and isinstance(old, str) and isinstance(new, str) and f"{kind} {old}" not in taken_back:
                written.append((kind, old, new))
        try:
            return Leads([*held, *written])
        except ValueError as error:
            self.problems.append(Problem("records/redirects", str(error)))
            return Leads(held)

    def records(self, kind: Kind) -> Iterator[Raw]:
        """The records of a kind that the files hold, without those that were merged into another."""
        if kind.name == "tombstones":
            yield from self.tombstones
        elif kind.name == "redirects":
            for raw in self.redirects:
                new = self.leads.name(str(raw.values.get("kind")), raw.values.get("new"))
                yield replace(raw, values=raw.values | ({"new": new} if "new" in raw.values else {}))
        else:
            for raw in self.package.records(kind.name):
                name = raw.values.get(kind.identity[0]) if len(kind.identity) == 1 else None
                if self.leads.name(kind.name, name) == name:
                    yield raw
                else:
                    self.count(kind, "merged")

    def chunk(self, kind: Kind, chunk: list[Raw]) -> None:
        """Compare a chunk with its bases and rows, then write what is new or changed."""
        forms: dict[str, tuple[Raw, Form]] = {}
        for raw in chunk:
            new = self.resolver.form(kind, raw, self.problems)
            if new is not None:
                forms[kind.key(new)] = (raw, new)
        if self.problems and not self.writer.careful:
            raise _Faulty
        bases = dict(ImportedRecord.objects.filter(kind=kind.name, key__in=forms).values_list("key", "digest"))
        rows = self.writer.existing(kind, forms)
        create, update, moved = [], [], {}
        conflicts: dict[str, Form] = {}
        for key, (raw, new) in forms.items():
            after, base = digest(new), bases.get(key)
            if self.leads and base is not None and digest(self.resolver.as_written(kind, raw, new)) == bytes(base):
                base = moved[key] = after  # the file is as it was; only what it names has another name now
            row = rows.get(key)
            if row is None and (base is not None or (key in self.withdrawn and kind.name != "tombstones")):
                self.count(kind, "withdrawn")  # somebody took it out: the files do not bring it back
            elif row is None and self.is_withheld(kind, new):
                self.count(kind, "withdrawn")
            elif row is None:
                create.append((raw, new))
                moved[key] = after
            elif base is not None and after == bytes(base):
                self.count(kind, "unchanged")
            elif (now := form(kind, row)) == new:
                self.count(kind, "unchanged")
                moved[key] = after
            elif base is not None and digest(now) == bytes(base):
                update.append((raw, row, new))
                moved[key] = after
            else:
                self.conflict(kind, key, now, new)
                conflicts[key] = new
        remember(kind, forms, conflicts)
        self.created[kind.name].update(kind.key(new) for _, new in create)
        self.count(kind, "created", self.writer.create(kind, create))
        self.count(kind, "updated", self.writer.update(kind, update))
        ImportedRecord.objects.bulk_create(
            [ImportedRecord(kind=kind.name, key=key, digest=value) for key, value in moved.items()],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["digest"],
        )

    def is_withheld(self, kind: Kind, new: Form) -> bool:
        """Whether a record that the archive does not hold rests on words that it withholds, or is told in one that does. Its address says so."""
        if kind.name not in Tombstone.Kind or not kind.has_passage:
            return False
        start, end = new["passage"]["start"], new["passage"]["end"]
        withheld = (each for each in self.withheld.get(new["source"], ()) if covers(each.start, each.end, start, end))
        by = next(withheld, self.on_withheld_words.get(new.get("within", "")))
        if by is None:
            return False
        self.on_withheld_words[new["key"]] = by
        by.tombstone(kind.name, new["key"]).save(force_insert=True)
        return True

    def missing(self, kind: Kind) -> None:
        """Report what an earlier import brought, is still there, and is not in these files."""
        seen = self.resolver.seen[kind.name]
        imported = ImportedRecord.objects.filter(kind=kind.name).order_by("key").values_list("key", flat=True)
        for chunk in _chunks(key for key in imported.iterator(chunk_size=CHUNK) if key not in seen):
            there = self.writer.existing(kind, chunk)
            self.count(kind, "missing", len(there))
            self.report.missing += [f"{kind.name} {key}" for key in chunk if key in there]

    def restore_bases(self) -> None:
        """The bases of the exporting archive: for what this import created, so that its curators' corrections stay corrections, and for what
        is not in these files, so that what its curators took out does not come back with the next import. What has none there was made by
        its curators, and has none here."""
        restored: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for chunk in _chunks(self.package.records(BASES)):
            bases = [base for raw in chunk if (base := _base(raw, self.problems)) is not None]
            for base in bases:
                restored[base.kind].add(base.key)
            ImportedRecord.objects.bulk_create(
                [base for base in bases if base.key in self.created[base.kind]],
                update_conflicts=True,
                unique_fields=["kind", "key"],
                update_fields=["digest"],
            )
            ImportedRecord.objects.bulk_create(
                [base for base in bases if base.key not in self.resolver.seen[base.kind]], ignore_conflicts=True
            )
        if self.package.has_bases:  # else these are record files
            for kind, created in self.created.items():
                for keys in _chunks(sorted(created - restored[kind])):
                    ImportedRecord.objects.filter(kind=kind, key__in=keys).delete()

    def restore_versions(self) -> None:
        """What this import created is of the versions of the exporting archive."""
        for chunk in _chunks(self.package.records(VERSIONS)):
            versions: dict[str, dict[str, datetime.datetime]] = {}
            for raw in chunk:
                kind, key, version = (raw.values.get(name) for name in ("kind", "key", "version"))
                if kind not in KINDS or not KINDS[kind].has_version or (moment := _moment(version)) is None:
                    self.problems.append(
                        raw.problem("a line of this file is a kind, a key and a version, as export_archive writes it.")
                    )
                elif key in self.created[kind]:
                    versions.setdefault(kind, {})[key] = moment
            for kind, moments in versions.items():
                rows = [KINDS[kind].model(key=key, version=moment) for key, moment in moments.items()]
                KINDS[kind].model._default_manager.bulk_update(rows, ["version"])

    def conflict(self, kind: Kind, key: str, now: Form, new: Form) -> None:
        self.count(kind, "conflicting")
        differing = "; ".join(
            f"{each.name}: the archive has {_shown(now.get(each.name))}, the files {_shown(new.get(each.name))}"
            for each in kind.fields
            if now.get(each.name) != new.get(each.name)
        )
        self.report.conflicts.append(
            f"{kind.name} {key}: changed both in the archive, which is kept, and in the files. {differing}."
            " To settle it, choose one in the admin, under “Import conflicts”, or make both say the same."
        )

    def count(self, kind: Kind, what: str, number: int = 1) -> None:
        self.report.counts[kind.name][what] += number


def _base(raw: Raw, problems: list[Problem]) -> ImportedRecord | None:
    """A line of imported.jsonl as a row, or None, with what is wrong added to `problems`."""
    kind, key, hexadecimal = (raw.values.get(name) for name in ("kind", "key", "digest"))
    if isinstance(kind, str) and kind in KINDS and isinstance(key, str) and re.fullmatch("[0-9a-f]{64}", str(hexadecimal)):
        return ImportedRecord(kind=kind, key=key, digest=bytes.fromhex(str(hexadecimal)))
    problems.append(raw.problem("a line of this file is a kind, a key and a SHA-256 digest, as export_archive writes it."))
    return None


def _moment(version: object) -> datetime.datetime | None:
    """A version as written, or None where it is none."""
    try:
        moment = datetime.datetime.fromisoformat(version) if isinstance(version, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _shown(value: object) -> str:
    """A value of a form in a message: shortened, and nothing where it says nothing."""
    words = json.dumps(value, ensure_ascii=False) if value is not None else "nothing"
    return words if len(words) <= 120 else f"{words[:117]}…"


def _chunks(things: Iterable[T]) -> Iterator[list[T]]:
    things = iter(things)
    while chunk := list(itertools.islice(things, CHUNK)):
        yield chunk
