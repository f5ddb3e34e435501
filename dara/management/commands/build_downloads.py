"""manage.py build_downloads"""

from django.core.management.base import CommandError

from dara.archive.downloads import build
from dara.archive.exporting import ExportError
from dara.archive.sqlite import SqliteError
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Make what /data/ offers to download (bag, SQLite, data package), unless nothing has changed since they were made."

    def handle(self, **options):
        try:
            snapshot, is_new = build()
        except (ExportError, SqliteError, OSError) as error:
            raise CommandError(str(error)) from error
        if not options["verbosity"]:
            return
        if not is_new:
            self.stdout.write(f"The downloads are up to date: {snapshot.made:%Y-%m-%d %H:%M} UTC.")
            return
        for download in snapshot.files.values():
            self.stdout.write(f"{download.name:22}{download.bytes:>15,} bytes")
