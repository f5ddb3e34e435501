"""manage.py verify_archive [--head HEAD]"""

from pathlib import Path

from django.core.management.base import CommandError

from dara.archive.merkle import Head
from dara.archive.seal import count_erased, newest
from dara.archive.verification import count_rows, failures
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Prove the evidence chain end to end, from the original bytes to each record; exit 1 and name each failure when it is broken."

    def add_arguments(self, parser):
        parser.add_argument(
            "--head",
            type=Path,
            metavar="HEAD",
            help="a head of the history's seal that was kept elsewhere (head.txt of an export): prove that the history goes on from it",
        )

    def handle(self, head: Path | None, **options):
        kept = self.read(head) if head else None
        number = 0
        for failure in failures(kept):
            self.stderr.write(failure)
            number += 1
        if number:
            raise CommandError(f"The evidence chain is broken in {number} places.")
        counts = count_rows()
        if not counts["sources"]:
            self.stdout.write("The archive is empty: there is nothing to verify.")
            return
        self.stdout.write(", ".join(f"{count:,} {name}" for name, count in counts.items() if count))
        self.stdout.write("The evidence chain holds: originals, texts, paragraphs, passages and records agree to the letter.")
        if sealed := newest():
            erased = f", {number:,} of them erased since" if (number := count_erased()) else ""
            more = f", and goes on from the head over {kept.size:,}" if kept else ""
            self.stdout.write(
                f"The history is as it was sealed on {sealed.sealed_at:%Y-%m-%d at %H:%M} UTC over {sealed.size:,} events{erased}{more}."
            )

    def read(self, path: Path) -> Head:
        try:
            return Head.read(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from error
