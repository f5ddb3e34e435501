"""manage.py export_archive [--public | --prove] OUT"""

from pathlib import Path

from django.core.management.base import CommandError

from dara.archive.exporting import ExportError, export_package
from dara.archive.proving import ProofFailed, note_proven, prove
from dara.local.defaults import exit_on_sigterm
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Write the whole archive (private: it is the backup) to a new folder, as a BagIt bag that import_archive reads."

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path, metavar="OUT")
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument("--public", action="store_true", help="only what the public site may show")
        kind.add_argument(
            "--prove", action="store_true", help="import it into an empty archive, made for this, and compare; exit 1 if it differs"
        )

    def handle(self, out: Path, public: bool, prove: bool, **options):
        try:
            with exit_on_sigterm():  # nothing of what is private stays behind
                counts = export_package(out, public=public)
        except (ExportError, OSError) as error:
            raise CommandError(str(error)) from error
        for name, number in counts.items():
            if number:
                self.stdout.write(f"{name:14}{number:>13,}")
        self.stdout.write(f"{'Public export' if public else 'The whole archive'}: {out}")
        if prove:
            self.prove(out)

    def prove(self, out: Path) -> None:
        try:
            prove(out)
        except ProofFailed as error:
            raise CommandError(f"{out} is written, but is not a backup to rely on: {error}") from error
        try:
            note_proven()
        except OSError as error:
            self.stderr.write(f"That this backup is proven could not be noted for /metrics: {error}")
        self.stdout.write("Proven: imported into an empty archive it verifies, and exported again it is the same to the byte.")
