"""manage.py import_archive [DIR] [--strict]"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from dara.archive.document_import import NewDrafts, import_folder
from dara.archive.importing import COUNTS, ImportRefused, Report, import_package
from dara.archive.package import PackageError, is_package
from dara.ingest import folder as files
from dara.ingest.store import IngestedDocument, Outcome
from dara.management.archive_command import ArchiveCommand
from dara.text.revisions import summary

SHOWN = 1000  # problems printed at most
EVERY = 2.0  # seconds between two lines of progress


class Command(ArchiveCommand):
    help = (
        "Import an archive package, its documents and the records about them; or the documents of any other folder, as far as each says itself "
        "what it is. Safe to run again: nothing is brought twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            metavar="DIR",
            default=settings.BASE_DIR / "seeds",
            help="a folder with documents/ and records/, or an exported bag (default: seeds/ of this checkout); or a folder of documents "
            "(plain text, HTML, PDF, WARC, WACZ, mail, MHTML), or one",
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="exit 1 when a record conflicts with a curator's correction, or a document is refused",
        )

    def handle(self, folder: Path, strict: bool, **options):
        if folder.exists() and not is_package(folder):
            self.documents(folder, strict)
        else:
            self.package(folder, strict)

    def documents(self, folder: Path, strict: bool) -> None:
        counts: Counter[str] = Counter()
        for event in import_folder(folder):
            if isinstance(event, IngestedDocument):
                counts[event.outcome] += 1
            for line in lines(event):
                self.stdout.write(files.printable(line))
            self.stdout.flush()  # each document is reported before the next one is read
        if not counts:
            raise CommandError(f"There is no document in {folder}.")
        self.stdout.write(", ".join(f"{counts[outcome]:,} {outcome}" for outcome in Outcome))
        if hidden := files.count_hidden(folder):
            self.stdout.write(f"left out, as their names begin with a dot: {hidden:,}")
        if strict and counts[Outcome.REFUSED]:
            sys.exit(1)

    def package(self, folder: Path, strict: bool) -> None:
        try:
            report = import_package(folder, Progress(self.stderr))
        except PackageError as error:
            raise CommandError(str(error)) from error
        except ImportRefused as error:
            for problem in error.problems[:SHOWN]:
                self.stderr.write(str(problem))
            more = f" (the first {SHOWN} are shown)" if len(error.problems) > SHOWN else ""
            raise CommandError(f"{_problems(len(error.problems))} in {folder}{more}; nothing was imported.") from error
        self.print(report)
        if strict and report.conflicts:
            sys.exit(1)

    def print(self, report: Report) -> None:
        self.stdout.write(f"{'':14}" + "".join(f"{name:>13}" for name in COUNTS))
        for kind, counts in report.counts.items():
            if counts.total():
                self.stdout.write(f"{kind:14}" + "".join(f"{counts[name]:>13,}" for name in COUNTS))
        if report.history:
            self.stdout.write(report.history)
        for line in report.conflicts:
            self.stdout.write(f"conflict: {line}")
        for line in report.missing:
            self.stdout.write(f"missing from the files, kept in the archive: {line}")
        for line in report.waiting:
            self.stdout.write(f"waits on: {line}")
        for line in report.kept:
            self.stdout.write(f"kept as it was exported: {line}")


def lines(event: IngestedDocument | NewDrafts) -> Iterator[str]:
    """What became of a document, in lines for the terminal."""
    if isinstance(event, NewDrafts):
        yield f"    drafts in its queue, for a curator: {event.number:,}"
    else:
        yield from _lines_of_document(event)


def _lines_of_document(arrival: IngestedDocument) -> Iterator[str]:
    if arrival.outcome is Outcome.REFUSED:
        yield f"refused: {arrival.name}: {arrival.why}"
        return
    source = arrival.source
    assert source is not None
    if arrival.outcome is Outcome.SEEN:
        yield f"seen before: {arrival.name}: {arrival.why} as source {source.key}, {source}"
        return
    yield f"{arrival.outcome}: {arrival.name}: source {source.key}, {source} ({source.extractor})"
    if arrival.earlier and arrival.changes:
        yield f"    supersedes source {arrival.earlier.key}: {summary(arrival.changes)}"
    yield from (f"    {remark}" for remark in arrival.remarks[1:])  # the first one repeats its name


def _problems(number: int) -> str:
    return "1 problem" if number == 1 else f"{number:,} problems"


class Progress:
    """Reports the progress of a long import, every couple of seconds, with an estimate for the kind of record that it is at."""

    def __init__(self, out):
        self.out = out
        self.last = time.monotonic()
        self.kind, self.begun = "", self.last

    def __call__(self, kind: str, done: int, total: int) -> None:
        now = time.monotonic()
        if kind != self.kind:
            self.kind, self.begun, self.at_first = kind, now, done
        if now - self.last > EVERY:
            self.last = now
            pace = (done - self.at_first) / (now - self.begun) if done > self.at_first else 0
            more = f", about {(total - done) / pace:,.0f} s more for these" if pace and done < total else ""
            self.out.write(f"… {done:,} of {total:,} {kind}{more}")
