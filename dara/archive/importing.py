"""A package → the database: in one transaction, idempotent, with a three-way comparison.

For each record the archive keeps the digest of its values as last imported, the base (B). With the values of the files (F) and of the row (C):
F = B keeps C; C = B takes F; C = F moves B. Anything else is a conflict, which is reported and keeps the row, while the import goes on. What was
imported once and is missing from the files is reported, never deleted. The files may go on using the names of what was merged. If anything is
wrong with the input, every problem is collected, and nothing is written."""

import datetime
import itertools
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from dara.archive.conflicts import remember_conflicts
from dara.archive.history import FOLDER, HistoryError, Restoring, archive_is_new, has_history
from dara.archive.names import Names
from dara.archive.package import BASES, VERSIONS, Package, Problem, RawRecord
from dara.archive.planner_statistics import analyze
from dara.archive.record_saving import DATABASE_ERRORS, RecordSaver, existing_keys, existing_rows
from dara.archive.record_validation import RecordValidator, ValidRecord
from dara.curation.redirects import RedirectMap
from dara.curation.uploads import adopt, same_source
from dara.ingest.sandbox.process import Sandbox
from dara.models import ImportedRecord, Redirect, Tombstone, Withholding
from dara.models.copying import copy_rows
from dara.models.record_format import KINDS, Kind, Values, digest, values_of
from dara.models.withholding import overlaps

logger = logging.getLogger(__name__)

CHUNK = 1000  # records at a time: memory stays flat, and each query is worth its round trip
FIRST = 10  # records in a kind's first chunk: until its tables have statistics, what the rules ask of them may be planned badly
DOCUMENTS = 32  # sources at a time, as each brings its document and text
T = TypeVar("T")
LOCK = "LOCK TABLE public.dara_importconflict IN SHARE UPDATE EXCLUSIVE MODE"  # no advisory one: the public role may take those
COUNTS = ("created", "updated", "unchanged", "conflicting", "withdrawn", "merged", "missing")
Progress = Callable[[str, int, int], None]  # called with a kind's name, the number of its records done so far, and of all of them


class ImportRefused(Exception):
    """The input has problems, and the database is as it was. `problems` says what they are."""

    def __init__(self, problems: list[Problem]):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass
class Report:
    """What an import did.

    `counts`: for each kind a Counter of COUNTS. `conflicts`, `missing`, `kept`, `waiting`: sentences on the conflicts, on the records missing from
    the files, on the texts kept as they were exported though they would be made otherwise here, and on the uploads that wait on though their bytes
    are a source's. `history`: what became of the package's history, or ""."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    history: str = ""
    kept: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def import_package(folder: Path, progress: Progress = lambda kind, done, total: None) -> Report:
    """Import the package in `folder`.

    Raises PackageError for a folder that is no package, ImportRefused for a package with problems."""
    try:
        return _import(folder, progress, careful=False)
    except (_Faulty, *DATABASE_ERRORS):  # the database has undone everything; import again, to name all that is wrong
        return _import(folder, progress, careful=True)  # raises ImportRefused, unless what was in the way has gone


class _Faulty(Exception):
    """There is a problem in the input, so that there is no need to go on."""


def _import(folder: Path, progress: Progress, *, careful: bool) -> Report:
    package = Package(folder)
    with Sandbox() as sandbox, Names() as seen, Names() as created, transaction.atomic():
        with connection.cursor() as cursor:
            _wait_for_others(cursor)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # deferred checks pile up in memory and slow the end down
            cursor.execute("SET LOCAL random_page_cost = 1")  # an index is the better way to a new row from the first hundred on
        importer = _Importer(package, progress, sandbox, seen, created, careful=careful)
        importer.run()
        if importer.problems:
            raise ImportRefused(importer.problems)
        importer.report.kept = importer.validator.kept
        if any(counts["created"] or counts["updated"] for counts in importer.report.counts.values()):
            analyze()
    return importer.report


def _wait_for_others(cursor) -> None:
    try:
        with transaction.atomic():
            cursor.execute(f"{LOCK} NOWAIT")
    except OperationalError:
        logger.warning("Another import is running; this one waits for it to end.")
        cursor.execute(LOCK)


class _Importer:
    """One import, kind by kind and chunk by chunk. `seen`, `created`: what the files have, and what of an export was created; empty at first."""

    def __init__(self, package: Package, progress: Progress, sandbox: Sandbox, seen: Names, created: Names, *, careful: bool):
        self.package, self.progress, self.seen, self.created, self.careful = package, progress, seen, created, careful
        self.problems = package.problems  # one list: the package adds to it as it is read
        self.report = Report()
        self.raw_redirects = list(package.records("redirects"))  # few; read first, as what was merged is not imported
        self.redirects = self.redirects_of_archive_and_files()
        self.validator = RecordValidator(package, self.redirects, sandbox, seen)
        self.restoring = Restoring(package.folder) if has_history(package.folder) and archive_is_new() else None
        self.saver = RecordSaver(self.problems, self.restoring, self.validator.mark_faulty, careful=careful)
        self.withdrawn = set(Tombstone.objects.values_list("key", flat=True))
        self.raw_tombstones = list(package.records("tombstones"))  # few; read first, as what they withdraw is not imported
        self.withdrawn.update(raw.values["key"] for raw in self.raw_tombstones if isinstance(raw.values.get("key"), str))
        self.withholdings: dict[str, list[Withholding]] = {}  # by source
        for each in Withholding.objects.order_by("key"):
            self.withholdings.setdefault(each.source_id, []).append(each)
        self.on_withheld_words: dict[str, Withholding] = {}  # records of the files, by key

    def run(self) -> None:
        """Import everything. Faults of the history are problems of the input, as all others are."""
        try:
            self.import_everything()
        except HistoryError as error:
            self.problems.append(Problem(FOLDER, str(error)))

    def import_everything(self) -> None:
        """Import each kind of record, and then what an export has besides. The history is restored where the archive has none."""
        if self.restoring:
            self.restoring.begin()
        elif has_history(self.package.folder):
            self.report.history = "The history in the package was left out: this archive has one of its own."
        for kind in KINDS.values():
            self.import_kind(kind)
            if self.restoring and kind.name == "sources":
                self.restoring.passages()
        for tombstone in self.saver.withdrawn:
            self.count(KINDS[tombstone.kind], "withdrawn")
        self.report.waiting = adopt()
        self.restore_bases()
        self.restore_versions()
        if self.restoring and not self.problems:
            self.report.history = f"The history was restored: {self.restoring.end():,} events."

    def redirects_of_archive_and_files(self) -> RedirectMap:
        """The redirects of both. The archive's count first, and so does it that a curator has taken one of the files back."""
        stored = list(Redirect.objects.values_list("kind", "old", "new"))
        taken_back = set(ImportedRecord.objects.filter(kind="redirects").values_list("key", flat=True))
        taken_back -= {f"{kind} {old}" for kind, old, _ in stored}
        written = []
        for raw in self.raw_redirects:
            kind, old, new = (raw.values.get(name) for name in ("kind", "old", "new"))
            if isinstance(kind, str) and isinstance(old, str) and isinstance(new, str) and f"{kind} {old}" not in taken_back:
                written.append((kind, old, new))
        try:
            return RedirectMap([*stored, *written])
        except ValueError as error:
            self.problems.append(Problem("records/redirects", str(error)))
            return RedirectMap(stored)

    # --- records ----------------------------------------------------------------------------------------------

    def raw_records(self, kind: Kind) -> Iterator[RawRecord]:
        """Yield the records of a kind in the files, without those that were merged into another."""
        if kind.name == "tombstones":
            yield from self.raw_tombstones
        elif kind.name == "redirects":
            for raw in self.raw_redirects:
                new = self.redirects.resolve(str(raw.values.get("kind")), raw.values.get("new"))
                yield replace(raw, values=raw.values | ({"new": new} if "new" in raw.values else {}))
        else:
            for raw in self.package.records(kind.name):
                name = raw.values.get(kind.identity[0]) if len(kind.identity) == 1 else None
                if self.redirects.resolve(kind.name, name) == name:
                    yield raw
                else:
                    self.count(kind, "merged")

    def import_kind(self, kind: Kind) -> None:
        """Import the records of a kind, a chunk at a time, and report those that are missing."""
        counts = self.report.counts[kind.name] = Counter()
        done, total, planned_for = 0, self.package.count(kind.name), 0
        records = self.raw_records(kind)
        first = _chunks(itertools.islice(records, FIRST), FIRST)
        for chunk in itertools.chain(first, _chunks(records, DOCUMENTS if kind.has_document else CHUNK)):
            self.import_chunk(kind, chunk)
            if 0 < counts["created"] <= 10 * CHUNK and counts["created"] >= 10 * planned_for:
                analyze(at_most=counts["created"])  # plans are kept, and those for ten rows read all of a thousand
                planned_for = counts["created"]
            done += len(chunk)
            self.progress(kind.name, done, total)
        self.report_missing(kind)

    def import_chunk(self, kind: Kind, chunk: list[RawRecord]) -> None:
        """Compare a chunk with its bases and rows, and save what is new or changed."""
        self.validator.expect(kind, chunk)
        valid = (self.validator.validate(kind, raw, self.problems) for raw in chunk)
        records = {kind.key(record.values): record for record in valid if record is not None}
        if self.problems and not self.careful:
            raise _Faulty
        stored = ImportedRecord.objects.filter(kind=kind.name, key__in=records).values_list("key", "digest")
        bases = {key: bytes(base) for key, base in stored}
        digests = {key: digest(record.values) for key, record in records.items()}
        moved = {key: digests[key] for key, record in records.items() if self.only_names_differ(kind, record, bases.get(key))}
        # of those that are as before no row is read; but of sources it is compared with the document
        alike = {key for key in records if moved.get(key, bases.get(key)) == digests[key] and not kind.has_document}
        as_before = alike & existing_keys(kind, records) if alike else alike
        rows = existing_rows(kind, records.keys() - as_before)
        outcomes = {
            key: "unchanged" if key in as_before else self.compare(kind, record, rows.get(key), moved.get(key, bases.get(key)))
            for key, record in records.items()
        }
        for key, outcome in outcomes.items():
            if outcome in ("created", "updated", "unchanged") and digests[key] != bases.get(key):
                moved[key] = digests[key]
        self.keep_texts_not_stored(kind, records, rows, outcomes)
        self.save(kind, records, rows, outcomes)
        self.save_bases(kind, moved, bases)

    def only_names_differ(self, kind: Kind, record: ValidRecord, base: bytes | None) -> bool:
        """Whether the file is as it was, and only what it refers to has another name now."""
        return bool(self.redirects) and base is not None and digest(self.validator.as_written(kind, record)) == base

    def compare(self, kind: Kind, record: ValidRecord, row: Model | None, base: bytes | None) -> str:
        """What happens to a record: one of COUNTS."""
        new = record.values
        if row is None:
            if kind.name == "uploads" and self.is_source_already(record):
                return "merged"
            # what somebody has taken out is not brought back
            was_withdrawn = base is not None or (kind.key(new) in self.withdrawn and kind.name != "tombstones")
            return "withdrawn" if was_withdrawn or self.is_withheld(kind, new) else "created"
        if base == digest(new):
            return "unchanged"
        now = values_of(kind, row)
        if now == new:
            return "unchanged"
        return "updated" if base == digest(now) else "conflicting"

    def save(self, kind: Kind, records: Mapping[str, ValidRecord], rows: Mapping[str, Model], outcomes: Mapping[str, str]) -> None:
        """Write and count what the comparison of a chunk has shown."""
        chosen = {name: [key for key, outcome in outcomes.items() if outcome == name] for name in COUNTS}
        for key in chosen["conflicting"]:
            self.report_conflict(kind, key, values_of(kind, rows[key]), records[key].values)
        remember_conflicts(kind, records, {key: records[key].values for key in chosen["conflicting"]})
        if self.package.is_export:  # which says more of what is created
            self.created.add(kind.name, *chosen["created"])
        for name in ("withdrawn", "unchanged", "conflicting", "merged"):
            self.count(kind, name, len(chosen[name]))
        self.count(kind, "created", self.saver.create(kind, [records[key] for key in chosen["created"]]))
        self.count(kind, "updated", self.saver.update(kind, [(records[key], rows[key]) for key in chosen["updated"]]))

    def save_bases(self, kind: Kind, new: Mapping[str, bytes], stored: Mapping[str, bytes]) -> None:
        rows = [{"kind": kind.name, "key": key, "digest": base} for key, base in new.items()]
        copy_rows(ImportedRecord, (row for row in rows if row["key"] not in stored))
        ImportedRecord.objects.bulk_create(
            [ImportedRecord(**row) for row in rows if row["key"] in stored],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["digest"],
        )

    def keep_texts_not_stored(
        self, kind: Kind, records: Mapping[str, ValidRecord], rows: Mapping[str, Model], outcomes: Mapping[str, str]
    ) -> None:
        """Keep the texts of sources that are not stored with them, for the passages of the records that follow: withdrawn sources, and those
        whose document in the files is not the archive's."""
        for key, record in records.items() if kind.name == "sources" else ():
            if outcomes[key] == "withdrawn" or (key in rows and getattr(rows[key], "sha256", None) != record.values["sha256"]):
                self.validator.remember_text(record)

    def is_source_already(self, upload: ValidRecord) -> bool:
        """Whether the archive has the upload as a source. Under another key its drafts are not imported."""
        source = same_source(upload.values["sha256"], upload.text.body if upload.text else "")
        if source and source.key != upload.values["key"]:
            self.validator.mark_faulty(KINDS["uploads"], upload.values)
        return bool(source)

    def is_withheld(self, kind: Kind, new: Values) -> bool:
        """Whether a record that the archive does not have rests on withheld words, or is told in one that does. Its tombstone is created."""
        if kind.name not in Tombstone.Kind or not kind.has_passage:
            return False
        start, end = new["passage"]["start"], new["passage"]["end"]
        covering = (each for each in self.withholdings.get(new["source"], ()) if overlaps(each.start, each.end, start, end))
        withholding = next(covering, self.on_withheld_words.get(new.get("within", "")))
        if withholding is None:
            return False
        self.on_withheld_words[new["key"]] = withholding
        withholding.tombstone(kind.name, new["key"]).save(force_insert=True)
        return True

    # --- reports ----------------------------------------------------------------------------------------------

    def report_missing(self, kind: Kind) -> None:
        """Report the records that an earlier import brought, that are still there, and that are not in these files."""
        imported = ImportedRecord.objects.filter(kind=kind.name).order_by("key").values_list("key", flat=True)
        for chunk in _chunks(key for key in imported.iterator(chunk_size=CHUNK) if not self.seen.has(key, [kind.name])):
            rows = existing_rows(kind, chunk)
            self.count(kind, "missing", len(rows))
            self.report.missing += [f"{kind.name} {key}" for key in chunk if key in rows]

    def report_conflict(self, kind: Kind, key: str, now: Values, new: Values) -> None:
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

    # --- what only an export has ------------------------------------------------------------------------------

    def restore_bases(self) -> None:
        """Restore the bases of the exporting archive.

        For what this import created, so that the corrections of its curators stay corrections; and for what is not in these files, so that what
        its curators took out does not come back with the next import. What has no base there was made by its curators, and has none here."""
        with Names() as restored:
            for chunk in _chunks(self.package.records(BASES)):
                bases = [base for raw in chunk if (base := _base(raw, self.problems)) is not None]
                for base in bases:
                    restored.add(base.kind, base.key)
                ImportedRecord.objects.bulk_create(
                    [base for base in bases if self.created.has(base.key, [base.kind])],
                    update_conflicts=True,
                    unique_fields=["kind", "key"],
                    update_fields=["digest"],
                )
                ImportedRecord.objects.bulk_create(
                    [base for base in bases if not self.seen.has(base.key, [base.kind])], ignore_conflicts=True
                )
            for kind in KINDS if self.package.has_bases else ():  # else the records were written by people
                for keys in _chunks(key for key in self.created.of(kind) if not restored.has(key, [kind])):
                    ImportedRecord.objects.filter(kind=kind, key__in=keys).delete()

    def restore_versions(self) -> None:
        """Give what this import created the versions of the exporting archive."""
        for chunk in _chunks(self.package.records(VERSIONS)):
            versions: dict[str, dict[str, datetime.datetime]] = {}
            for raw in chunk:
                kind, key, moment = raw.values.get("kind"), raw.values.get("key"), _moment(raw.values.get("version"))
                if moment and isinstance(key, str) and isinstance(kind, str) and kind in KINDS and KINDS[kind].has_version:
                    if self.created.has(key, [kind]):
                        versions.setdefault(kind, {})[key] = moment
                else:
                    self.problems.append(
                        raw.problem("a line of this file is a kind, a key and a version, as export_archive writes it.")
                    )
            for kind, moments in versions.items():
                rows = [KINDS[kind].model(key=key, version=moment) for key, moment in moments.items()]
                KINDS[kind].model._default_manager.bulk_update(rows, ["version"])


def _base(raw: RawRecord, problems: list[Problem]) -> ImportedRecord | None:
    """A line of imported.jsonl as a row; or None, and then what is wrong is added to `problems`."""
    kind, key, hexadecimal = (raw.values.get(name) for name in ("kind", "key", "digest"))
    if isinstance(kind, str) and kind in KINDS and isinstance(key, str) and re.fullmatch("[0-9a-f]{64}", str(hexadecimal)):
        return ImportedRecord(kind=kind, key=key, digest=bytes.fromhex(str(hexadecimal)))
    problems.append(raw.problem("a line of this file is a kind, a key and a SHA-256 digest, as export_archive writes it."))
    return None


def _moment(version: object) -> datetime.datetime | None:
    """The time that a version says; None if it is not a time with its zone."""
    try:
        moment = datetime.datetime.fromisoformat(version) if isinstance(version, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _shown(value: object) -> str:
    """A value in a message: shortened; “nothing” where there is none."""
    words = json.dumps(value, ensure_ascii=False) if value is not None else "nothing"
    return words if len(words) <= 120 else f"{words[:117]}…"


def _chunks(things: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    things = iter(things)
    while chunk := list(itertools.islice(things, size)):
        yield chunk
