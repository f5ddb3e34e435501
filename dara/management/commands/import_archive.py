"""manage.py import_archive [DIR] [--strict]"""

import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from dara.archive.importing import COUNTS, ImportRefused, Report, import_package
from dara.archive.package import PackageError
from dara.management.archive_command import ArchiveCommand

SHOWN = 1000  # problems printed at most
EVERY = 2.0  # seconds between two lines of progress


class Command(ArchiveCommand):
    help = "Import an archive package: its documents and the records about them. Safe to run again: nothing is brought twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            metavar="DIR",
            default=settings.BASE_DIR / "seeds",
            help="a folder with documents/ and records/, or an exported bag (default: seeds/ of this checkout)",
        )
        parser.add_argument("--strict", action="store_true", help="exit 1 when a record conflicts with a curator's correction")

    def handle(self, folder: Path, strict: bool, **options):
        try:
            report = import_package(folder, Progress(self.stderr))
        except PackageError as error:
            raise CommandError(str(error)) from error
        except ImportRefused as error:
            for problem in error.problems[:SHOWN]:
                self.stderr.write(str(problem))
            more = f" (the first {SHOWN} are shown)" if len(error.problems) > SHOWN else ""
            raise CommandError(f"{_number(len(error.problems))} in {folder}{more}; nothing was imported.") from error
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


def _number(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems:,} problems"


class Progress:
    """Says how far a long import has come, every couple of seconds."""

    def __init__(self, out):
        self.out = out
        self.last = time.monotonic()

    def __call__(self, kind: str, done: int) -> None:
        if time.monotonic() - self.last > EVERY:
            self.last = time.monotonic()
            self.out.write(f"… {done:,} {kind}")
