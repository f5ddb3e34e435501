"""manage.py export_archive [--public] OUT"""

from pathlib import Path

from django.core.management.base import CommandError

from dara.archive.exporting import ExportError, export_package
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Write the whole archive (private: it is the backup) to a new folder, as a BagIt bag that import_archive reads."

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path, metavar="OUT")
        parser.add_argument("--public", action="store_true", help="only what the public site may show")

    def handle(self, out: Path, public: bool, **options):
        try:
            counts = export_package(out, public=public)
        except (ExportError, OSError) as error:
            raise CommandError(str(error)) from error
        for name, number in counts.items():
            if number:
                self.stdout.write(f"{name:14}{number:>13,}")
        self.stdout.write(f"{'Public export' if public else 'The whole archive'}: {out}")
